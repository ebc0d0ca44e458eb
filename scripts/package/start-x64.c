// Where the executable for x64 starts. Node needs a C library and a loader, and a host may have none, or old ones: this
// gives it those that are in the executable. The kernel loads no loader for it (the header that asks for one is hidden);
// this does what the kernel would have done, with the loader of the host where that is new enough, else with its own.
//
// It is made into start-x64.mjs by scripts/package/start-x64.sh, which needs a C compiler; npm run package does not.

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

struct file { u64 address, bytes; };

/** What npm run package writes behind this code. */
struct given {
	u64 entry;        // where Node starts
	u64 header;       // the program header of the loader, which is hidden
	u64 interpreter;  // the path of the loader
	u64 count;
	struct file files[16]; // the loader, then the libraries
};
extern const struct given given __attribute__((visibility("hidden")));

struct elf { u8 ident[16]; u16 type, machine; u32 version; u64 entry, phoff, shoff; u32 flags; u16 ehsize, phentsize, phnum; };
struct segment { u32 type, flags; u64 offset, vaddr, paddr, filesz, memsz, align; };

static long call(long number, long a, long b, long c, long d, long e, long f) {
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return result;
}

enum { READ = 0, WRITE = 1, OPEN = 2, CLOSE = 3, MMAP = 9, MPROTECT = 10, MUNMAP = 11, PREAD = 17, EXIT = 60, LSEEK = 8, MEMFD = 319 };

static __attribute__((noreturn)) void fail(const char *why, u64 bytes) {
	call(WRITE, 2, (long)why, bytes, 0, 0, 0);
	call(EXIT, 127, 0, 0, 0, 0, 0);
	__builtin_unreachable();
}
#define FAIL(text) do { static const char why[] = text "\n"; fail(why, sizeof why - 1); } while (0)

static int begins(const char *text, const char *with) {
	while (*with) if (*text++ != *with++) return 0;
	return 1;
}

static long open(const char *path) { return call(OPEN, (long)path, 02000000, 0, 0, 0, 0); }

/** Whether one of the usual folders has the library, and that has the version (or any, where none is asked for). */
static int has(const char *name, const char *version) {
	static const char folders[4][32] = {"/lib/x86_64-linux-gnu/", "/usr/lib/x86_64-linux-gnu/", "/lib64/", "/usr/lib64/"};
	for (int i = 0; i < 4; i++) {
		char path[64];
		u64 at = 0;
		for (const char *c = folders[i]; *c; c++) path[at++] = *c;
		for (const char *c = name; *c; c++) path[at++] = *c;
		path[at] = 0;
		long fd = open(path);
		if (fd < 0) continue;
		long size = call(LSEEK, fd, 0, 2, 0, 0, 0);
		char *bytes = (char *)call(MMAP, 0, size, 1, 2, fd, 0);
		call(CLOSE, fd, 0, 0, 0, 0, 0);
		if ((u64)bytes > -4096UL) return 0;
		int found = 0;
		for (long b = 0; b + 16 < size && !found; b++) found = bytes[b] == *version && begins(bytes + b, version);
		call(MUNMAP, (long)bytes, size, 0, 0, 0, 0);
		return found;
	}
	return 0;
}

/** Maps the loader; where it is. */
static u64 load(long fd, u64 *entry) {
	struct elf elf;
	struct segment segments[16];
	if (call(PREAD, fd, (long)&elf, sizeof elf, 0, 0, 0) != sizeof elf || elf.phnum > 16) FAIL("dmtop: the loader cannot be read");
	call(PREAD, fd, (long)segments, elf.phnum * sizeof *segments, elf.phoff, 0, 0);
	u64 end = 0;
	for (int i = 0; i < elf.phnum; i++)
		if (segments[i].type == 1 && segments[i].vaddr + segments[i].memsz > end) end = segments[i].vaddr + segments[i].memsz;
	u64 base = call(MMAP, 0, end, 0, 0x22, -1, 0);
	if (base > -4096UL) FAIL("dmtop: there is no memory for the loader");
	for (int i = 0; i < elf.phnum; i++) {
		struct segment *s = &segments[i];
		if (s->type != 1) continue;
		u64 page = s->vaddr & ~4095UL, skew = s->vaddr - page;
		int rights = (s->flags & 4 ? 1 : 0) | (s->flags & 2 ? 2 : 0) | (s->flags & 1 ? 4 : 0);
		u64 filed = (skew + s->filesz + 4095) & ~4095UL, all = (skew + s->memsz + 4095) & ~4095UL;
		if ((u64)call(MMAP, base + page, filed, rights, 0x12, fd, s->offset - skew) > -4096UL) FAIL("dmtop: the loader cannot be mapped");
		if (s->memsz > s->filesz) {
			volatile u8 *zero = (u8 *)(base + s->vaddr + s->filesz);
			while ((u64)zero & 4095) *zero++ = 0;
			if (all > filed) call(MMAP, base + page + filed, all - filed, rights, 0x32, -1, 0);
		}
	}
	*entry = base + elf.entry;
	return base;
}

static long copied(const struct file *file) {
	static const char name[] = "dmtop";
	long fd = call(MEMFD, (long)name, 1, 0, 0, 0, 0);
	for (u64 done = 0; done < file->bytes;) {
		long more = call(WRITE, fd, file->address + done, file->bytes - done, 0, 0, 0);
		if (more <= 0) FAIL("dmtop: there is no memory for its libraries");
		done += more;
	}
	return fd;
}

struct start { u64 stack, entry; };

/** What the kernel has put on the stack, for the loader: the stack pointer and where to go on. */
__attribute__((used)) struct start begin(u64 *from, u64 *room) {
	static const char version[] = "GLIBC_2.28", libc[] = "libc.so.6", libstdcxx[] = "libstdc++.so.6", newest[] = "CXXABI_1.3.11";
	static const char preload[] = "LD_PRELOAD=", paths[] = "LD_LIBRARY_PATH=", folder[] = "/proc/self/fd/";
	struct start start;
	long fd = open((const char *)given.interpreter);
	int own = fd < 0 || !has(libc, version) || !has(libstdcxx, newest);
	char *text = (char *)from - 512;
	if (own) {
		if (fd >= 0) call(CLOSE, fd, 0, 0, 0, 0, 0);
		char *at = text;
		for (const char *c = preload; *c; c++) *at++ = *c;
		for (u64 i = 1; i < given.count; i++) {
			long library = copied(&given.files[i]);
			if (i > 1) *at++ = ':';
			for (const char *c = folder; *c; c++) *at++ = *c;
			if (library > 9) *at++ = '0' + library / 10;
			*at++ = '0' + library % 10;
		}
		*at = 0;
		fd = copied(&given.files[0]);
	}
	u64 base = load(fd, &start.entry);
	call(CLOSE, fd, 0, 0, 0, 0, 0);
	// The loader has to find what it is asked for.
	u64 page = given.header & ~4095UL;
	call(MPROTECT, page, 4096, 3, 0, 0, 0);
	*(volatile u32 *)given.header = 3;
	call(MPROTECT, page, 4096, 1, 0, 0, 0);

	u64 *to = room;
	start.stack = (u64)to;
	u64 argc = *from++;
	*to++ = argc;
	for (u64 i = 0; i <= argc; i++) *to++ = *from++;
	if (own) *to++ = (u64)text;
	for (; *from; from++) {
		const char *variable = (const char *)*from;
		if (!own || (!begins(variable, preload) && !begins(variable, paths))) *to++ = *from;
	}
	*to++ = *from++;
	for (;; from += 2) {
		*to++ = from[0];
		*to++ = from[0] == 7 ? base : from[0] == 9 ? given.entry : from[1];
		if (from[0] == 0) break;
	}
	return start;
}

/** Room for the new stack is below the old one: for what was there and one more variable; and above that for its text. */
__asm__(
	".section .text.start\n.globl start\nstart:\n"
	"mov %rsp,%rdi\n"
	"mov %rsp,%rax\n"
	"1: add $8,%rax\ncmpq $0,-8(%rax)\njne 1b\n" // past argv (argc is not 0)
	"2: add $8,%rax\ncmpq $0,-8(%rax)\njne 2b\n" // past envp
	"3: add $16,%rax\ncmpq $0,-16(%rax)\njne 3b\n" // past auxv
	"sub %rdi,%rax\n"
	"mov %rdi,%rsi\nsub %rax,%rsi\nsub $1024,%rsi\nand $-16,%rsi\n"
	"mov %rsi,%rsp\nsub $16,%rsp\n"
	"call begin\n"
	"mov %rax,%rsp\nxor %eax,%eax\nxchg %rax,%rdx\nxor %ebp,%ebp\njmp *%rax\n"
);
