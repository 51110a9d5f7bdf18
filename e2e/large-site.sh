#!/usr/bin/env bash
# A large site in small: made in parts, joined, and only what changed sent to a store, with the very commands of
# docs/large-sites.md. The store is a folder; to rclone it is like any other.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
program=${1:-$here/target/release/talktrack}
day=2026-11-23
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/store"
cp -r "$here"/{talktrack.yaml,content,static} "$work"
cd "$work"

# A block of commands of the documentation, by a word in it.
commands() {
  awk -v word="$1" 'BEGIN { RS = "```sh\n" } NR > 1 { split($0, block, "```\n"); if (index(block[1], word)) { printf "%s", block[1]; exit } }' \
    "$here/docs/large-sites.md"
}
for word in '--max-depth 1' 'comm -13' '--no-check-dest'; do commands "$word" | grep . ; done > publish.sh
export RCLONE_CONFIG_STORE_TYPE=local RCLONE_CONFIG=/dev/null SITE=store:$work/store GRACE=0

made() {
  for number in 1 2 3; do
    "$program" build --quiet --shard "$number/3" --hashed-assets --today "$day"
  done
  "$program" merge --quiet public public-*-of-3
  "$program" build --quiet --out one --hashed-assets --today "$day"
  diff -r one public
}
# Publishes, and expects the store to hold the site, and nothing to have been sent but what the lists say.
sent() {
  find store -type f -exec touch -d 2020-01-01 {} +
  sh -eu publish.sh
  diff -r --exclude .talktrack-lock public store
  diff <(cd store && find . -type f -newermt 2021-01-01 -not -name .talktrack-files -printf '%P\n' | LC_ALL=C sort) changed
  echo "$(wc -l < changed) sent, $(wc -l < gone) deleted"
}

made
sent
test "$(wc -l < changed)" = "$(wc -l < public/.talktrack-files)"
sed -i 's/Fifteen percent of the first year/Fifteen percent of that first year/' content/faqs/pricing.yaml
made
sent
diff <(printf 'assets/find.js\nassets/find/said\nfaq/pricing.html\n') <(sed 's/\.[0-9a-f]*\.js$//' changed)
rm content/pages/how-to-use.md
made
sent
grep -qx page/how-to-use.html gone
made
sent
test ! -s changed && test ! -s gone
