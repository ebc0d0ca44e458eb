#!/bin/sh
# Makes start-x64.mjs of start-x64.c, on x64.
set -eu
cd "$(dirname "$0")"
build=$(mktemp -d)
cat >"$build/start.ld" <<'END'
SECTIONS {
	. = 0;
	.all : { *(.text.start) *(.text*) *(.rodata*) . = ALIGN(16); given = .; }
	/DISCARD/ : { *(.comment) *(.note*) *(.eh_frame*) }
}
END
cc -Os -ffreestanding -fno-builtin -fpie -mno-red-zone -mgeneral-regs-only -fno-stack-protector -fcf-protection=none \
	-fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns -nostdlib -static \
	-Wl,-T,"$build/start.ld" -Wl,--build-id=none -Wl,-e,start -o "$build/start" start-x64.c
objcopy -O binary -j .all "$build/start" "$build/start.bin"
{
	echo "/** The machine code of start-x64.c, made by start-x64.sh. */"
	echo "export const startCode = Buffer.from("
	base64 -w 100 "$build/start.bin" | sed "1s/^/\t\`/; 1!s/^/\t/; \$s/\$/\`,/"
	printf "\t'base64',\n);\n"
} >start-x64.mjs
rm -r "$build"
