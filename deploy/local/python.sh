# Sourced by the commands of this folder: makes sure that a Python of at least 3.11 is there and
# runs one module of the package `system` with it. Standard library only.

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  for candidate in /usr/bin/python3 "$(command -v python3 || true)"; do
    if [ -n "$candidate" ] && fits "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

install_python() {
  as_root=
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Python 3.11 or newer is missing. Run as root: apt-get install python3" >&2
      return 1
    fi
    as_root=sudo
  fi
  echo "python3: installing it with apt-get"
  $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends python3 ca-certificates >/dev/null
}

run_system() {
  python=$(find_python) || { install_python && python=$(find_python); } || {
    echo "No Python of at least 3.11 could be found or installed (Debian 12 has it: python3)." >&2
    return 1
  }
  export PYTHONPATH="$1"
  shift
  exec "$python" -B -m system "$@"
}
