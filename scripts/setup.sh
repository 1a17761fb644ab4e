# What quickstart.sh and test.sh share: finding the checkout, installing what is missing, building. To be sourced.
# shellcheck shell=bash

checkout=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")

say() { printf '\n==> %s\n' "$*"; }
fail() { # EXIT-CODE LINE...
  local code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

# The Debian packages of the groups named (build, test, slurm), from the one list of them.
packages_of() {
  local group
  for group in "$@"; do awk -v group="$group" '$1 == group { print $2 }' "$checkout/scripts/packages.txt"; done
}

missing_packages() {
  local package
  for package in $(packages_of "$@"); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

# Runs a command as root: directly, or through sudo, which may ask for a password only where someone can answer.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}
can_be_root() {
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"; }
apt_install() { apt_get install -y --no-install-recommends "$@"; }

install_missing() { # GROUP...
  local missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail 2 "This is not Debian: there is no apt-get to install packages with. Where what README.md lists under 'Packages'" \
      "is provided (modules, Spack), build with: cmake --preset release && cmake --build --preset release"
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  can_be_root || fail 2 "These packages are missing; to install them takes root or sudo, and neither is available here:" \
    "  ${missing[*]}" "Have them installed, then run this again:" \
    "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"

  say "Installing ${#missing[@]} packages: ${missing[*]}"
  # A fresh image has no package lists at all, an old one lists that no longer agree with the mirror.
  apt-get install --simulate --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || apt_get update
  if ! apt_install "${missing[@]}"; then
    apt_get update
    apt_install "${missing[@]}" || fail 1 "apt-get could not install: ${missing[*]}"
  fi
}

# Configures the preset and builds a target of it (default: all). Ninja and ccache are used where nobody chose
# otherwise; a build folder that exists stays as it was set up.
build() { # PRESET [TARGET...]
  local preset=$1
  shift
  export CMAKE_GENERATOR=${CMAKE_GENERATOR:-Ninja}
  if [ -z "${CMAKE_CXX_COMPILER_LAUNCHER:-}" ] && command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  say "Building $checkout/build/$preset"
  mkdir -p "$checkout/build"
  local log=$checkout/build/$preset.configure.log
  if ! (cd "$checkout" && cmake --preset "$preset") >"$log" 2>&1; then
    cat "$log" >&2
    fail 1 "cmake could not configure the build: its output is above, and in $log"
  fi
  cmake --build "$checkout/build/$preset" ${1:+--target "$@"} || fail 1 "the build failed: the reason is above"
}
