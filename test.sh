#!/usr/bin/env bash
# Runs every test of the project and ends with one line: N passed, N failed, N skipped.
# Installs the Debian packages that tests need when it may; without them those tests are skipped or the run fails, saying why.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

packages=(avr-libc binutils-avr chromium gcc gcc-avr libc6-dev libelf-dev libsimavr-dev linux-libc-dev mosquitto mosquitto-clients
  libmosquitto1 libopenblas0-serial openssl
  python3 python3-matplotlib python3-numpy python3-onnx python3-pytest python3-scipy python3-sklearn python3-torch)
results=artifacts/test-results
python=/usr/bin/python3
failed=0
failed_checks=0

section() { printf '\n== %s\n' "$*"; }
# A test runner counts its own failures; anything else that fails counts as one more.
run() { "$@" || failed=1; }
check() { "$@" || { echo "FAILED: $*"; failed=1; failed_checks=$((failed_checks + 1)); }; }

install_packages() {
  command -v dpkg-query >/dev/null || { echo "Not a Debian system: install yourself ${packages[*]}"; return; }
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); else echo "May not install ${missing[*]}: what needs them is skipped"; return; fi
  fi
  echo "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

section "packages"
install_packages
rm -rf "$results"
mkdir -p "$results"

section "build"
if ! dotnet build EcgEdge.sln -c Release -nologo -v quiet; then
  echo "The build failed: no test was run"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

section "house rules"
check dotnet format EcgEdge.sln --no-restore --verify-no-changes
check tests/house.sh
check "$python" -B tests/readme_figures.py artifacts/bin/EcgEdge.Agent/release/ecgedge.dll --check

for project in tests/EcgEdge.*.Tests; do
  section "$project"
  run dotnet test "$project" -c Release --no-build -nologo --logger "trx;LogFileName=$(basename "$project").trx" \
    --results-directory "$results" --logger "console;verbosity=minimal"
done

section "dashboard"
check npm --prefix dashboard run --silent check
run npm --prefix dashboard test --silent -- --reporter=default --reporter=junit --outputFile.junit="$PWD/$results/dashboard.junit.xml"

section "training"
run "$python" -B -m pytest -q -p no:cacheprovider training/tests --junitxml="$results/training.junit.xml"

section "total"
run "$python" -B tests/total.py "$results" tests/minimum-tests.txt "$failed_checks"
exit "$failed"
