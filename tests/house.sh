#!/usr/bin/env bash
# What must not be in a committed file: a registry's host name, a machine's path, an address in a lock file.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0
if git grep -nIE 'https?://[^ "]*(npmjs|nuget\.org|debian\.org|pypi)' -- . ':!tests/house.sh'; then echo "a registry's host name"; bad=1; fi
if git grep -nIE '(^|[^A-Za-z._~$}-])/(work|root)/' -- . ':!tests/house.sh'; then echo "a machine's path"; bad=1; fi
if git grep -nI '"resolved"' -- '*package-lock.json'; then echo "an address in a lock file"; bad=1; fi
if git ls-files | grep -E '(^|/)(node_modules|nuget\.config|NuGet\.Config)(/|$)'; then echo "a file that must not be committed"; bad=1; fi
exit "$bad"
