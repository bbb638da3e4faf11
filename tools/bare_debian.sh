#!/usr/bin/env bash
# `tools/bare_debian.sh FOLDER`: the README's promise on a Debian 12 that has nothing else. As root, with debootstrap.
#
# Builds a bare Debian 12 in FOLDER, installs only the packages that the README names, clones this checkout into it as its
# newest commit stands, and there runs `make setup`, `make run` until it answers, and one test in the browser.
# DEBIAN_MIRROR names another mirror; the environment, names of hosts and the machine's own authorities are taken along.
set -euo pipefail
[ $# = 1 ] || { echo "usage: tools/bare_debian.sh FOLDER" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "bare_debian: a bare system is built as root" >&2; exit 2; }
command -v debootstrap > /dev/null || { echo "bare_debian: apt-get install debootstrap" >&2; exit 2; }
checkout=$(cd "$(dirname "$0")/.." && pwd)
folder=$(realpath -m "$1")
[ ! -e "$folder" ] || { echo "bare_debian: $folder is there already" >&2; exit 2; }

# The packages that the README names between its marks; nothing else is installed.
named=$(sed -n "s/^sudo apt-get install \\([^#]*\\).*$/\\1/p" "$checkout/README.md" | tr '\n' ' ')
[ -n "$named" ] || { echo "bare_debian: the README names no packages" >&2; exit 2; }

echo "bare_debian: Debian 12 in $folder" >&2
debootstrap --variant=minbase bookworm "$folder" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" > "$folder.log" 2>&1 \
  || { tail -3 "$folder.log" >&2; echo "bare_debian: debootstrap failed; is the mirror reachable? ($folder.log)" >&2; exit 1; }
trap 'umount -l "$folder/dev" "$folder/proc" 2> /dev/null || true' EXIT
mount --bind /dev "$folder/dev"
mount -t proc proc "$folder/proc"
for file in /etc/resolv.conf /etc/hosts /usr/local/share/ca-certificates; do
  if [ -e "$file" ]; then mkdir -p "$folder$(dirname "$file")" && cp -rL "$file" "$folder$(dirname "$file")/"; fi
done
inside() { chroot "$folder" /usr/bin/env HOME=/root DEBIAN_FRONTEND=noninteractive bash -euo pipefail -c "$1"; }

echo "bare_debian: installing $named" >&2
inside "apt-get update -qq && apt-get install -y -qq --no-install-recommends $named > /dev/null"
inside "if command -v update-ca-certificates > /dev/null; then update-ca-certificates > /dev/null; fi"
git clone --quiet --no-hardlinks "$checkout" "$folder/root/kizuki"

echo "bare_debian: make setup" >&2
inside "cd /root/kizuki && time make setup"
echo "bare_debian: make run" >&2
inside 'cd /root/kizuki
set -m
make run PORT=8765 > /root/run.txt 2>&1 &
running=$!
until python3 -c "import urllib.request; urllib.request.urlopen(\"http://127.0.0.1:8765/sign-in\")" 2> /dev/null; do
  kill -0 $running 2> /dev/null || { cat /root/run.txt >&2; exit 1; }
  sleep 1
done
kill -INT -- -$running
wait $running || true'
echo "bare_debian: one test in the browser" >&2
inside "cd /root/kizuki && make .cache/browser.ready && .venv/bin/pytest -x -k a_person_signs_in tests/web/test_browser.py"
echo "bare_debian: holds" >&2
