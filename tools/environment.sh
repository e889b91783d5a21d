# Shared by ./run and ./test: finds a Python, makes .venv and installs a lock file into it.
# Every refusal is one sentence on standard error and exit code 2.

refuse() {
  printf '%s\n' "$1" >&2
  exit 2
}

# Sets $python to the first Python that is new enough.
find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python="$(command -v "$name")"
      return
    fi
  done
  refuse "需要 Python 3.11 或更高版本，这台机器上没有找到。 Python 3.11 or newer is needed and was not found on this machine."
}

# install_locked LOCKFILE: .venv holds exactly what the lock says. Quick when it already does.
install_locked() {
  local lock="$here/$1" digest stamp
  digest="$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$lock")"
  stamp="$here/.venv/installed-$1"
  if [[ -x "$here/.venv/bin/python" && "$(cat "$stamp" 2>/dev/null)" == "$digest" ]] && "$here/.venv/bin/python" -c ''; then
    return
  fi
  [[ -w "$here" ]] || refuse "目录 $here 不可写，无法建立 .venv。 The directory $here cannot be written to."
  if ! "$here/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
      refuse "这个 Python 缺少 venv，请安装（Debian、Ubuntu：apt install python3-venv）。 This Python lacks venv: install python3-venv."
    "$python" -m venv --clear "$here/.venv" || refuse "无法建立 $here/.venv。 The virtual environment could not be made."
  fi
  printf '正在安装依赖（第一次约需一两分钟）…… Installing what is needed (a minute or two the first time).\n'
  rm -f "$stamp"
  "$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock" ||
    refuse "依赖没有装好，请检查网络后再试。 Installing did not succeed: check the network and try again."
  printf '%s\n' "$digest" >"$stamp"
}
