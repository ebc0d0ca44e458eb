#!/bin/sh
# Installs dmtop from the files beside this script: the program, its manual and the completions of shells. It asks no
# network. As root it installs to /usr/local, as anybody else to ~/.local; PREFIX=/opt/dmtop sh install.sh to another place.
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${PREFIX:-}" ]; then
	if [ "$(id -u)" -eq 0 ]; then PREFIX=/usr/local; else PREFIX=${HOME:?HOME is not set: say PREFIX=DIRECTORY}/.local; fi
fi

case $(uname -s)-$(uname -m) in
Linux-x86_64 | Linux-amd64) arch=x64 ;;
Linux-aarch64 | Linux-arm64) arch=arm64 ;;
*)
	echo "install.sh: there is no executable for $(uname -s) on $(uname -m): npm install -g dmtop-*.tgz needs Node 20 there" >&2
	exit 1
	;;
esac

# The packed form does where the other was left behind.
program=dmtop-linux-$arch
if [ ! -f "$here/$program" ]; then
	program=$program.xz
	if [ -f "$here/$program" ] && ! command -v xz >/dev/null; then
		echo "install.sh: xz is not here, and only the packed $program is: bring ${program%.xz} itself; nothing was installed" >&2
		exit 1
	fi
fi

sum() {
	if command -v sha256sum >/dev/null; then sha256sum "$1" | cut -d ' ' -f 1
	elif command -v openssl >/dev/null; then openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
	else
		echo 'install.sh: neither sha256sum nor openssl is here, so the files cannot be checked; nothing was installed' >&2
		return 1
	fi
}

# All is checked before anything is copied.
for name in "$program" dmtop.1 dmtop.bash dmtop.zsh dmtop.fish; do
	if [ ! -f "$here/$name" ]; then
		echo "install.sh: $name is not beside this script; nothing was installed" >&2
		exit 1
	fi
	is=$(sum "$here/$name")
	if ! grep -qxF "$is  $name" "$here/SHA256SUMS"; then
		echo "install.sh: $name is not what SHA256SUMS says; nothing was installed" >&2
		exit 1
	fi
done

# A program that runs just now keeps its file.
put() {
	mkdir -p "$(dirname "$2")"
	case $1 in
	*.xz) xz -dc "$here/$1" >"$2.new" ;;
	*) cp "$here/$1" "$2.new" ;;
	esac
	chmod "$3" "$2.new"
	mv -f "$2.new" "$2"
}

bin=$PREFIX/bin/dmtop
man=$PREFIX/share/man/man1/dmtop.1
bash=$PREFIX/share/bash-completion/completions/dmtop
zsh=$PREFIX/share/zsh/site-functions/_dmtop
fish=$PREFIX/share/fish/vendor_completions.d/dmtop.fish
put "$program" "$bin" 755
put dmtop.1 "$man" 644
put dmtop.bash "$bash" 644
put dmtop.zsh "$zsh" 644
put dmtop.fish "$fish" 644

echo "installed $("$bin" --version) as $bin"
case :$PATH: in
*":$PREFIX/bin:"*) ;;
*) echo "$PREFIX/bin is not in PATH: add it, or start $bin" ;;
esac
echo "uninstall: rm '$bin' '$man' '$bash' '$zsh' '$fish'"
