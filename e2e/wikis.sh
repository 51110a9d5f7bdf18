#!/usr/bin/env bash
# Real wikis for the tests, on this machine alone: MediaWiki and DokuWiki, from Debian's packages, each with the account
# that publishes and a person, `Human`.
#   e2e/wikis.sh FOLDER         starts them, fresh; FOLDER/env tells where they are (`source` it)
#   e2e/wikis.sh FOLDER stop    stops them
# MEDIAWIKI_PORT and DOKUWIKI_PORT choose ports; else free ones are taken. What was downloaded is kept in FOLDER.
set -euo pipefail

folder=$(mkdir -p "${1:?which folder?}" && cd "$1" && pwd)
# Each server leads a group of processes: its workers outlive it otherwise, and keep the port.
stop() {
  if [ -f "$folder/pids" ]; then
    while read -r pid; do kill -- "-$pid" 2>/dev/null || true; done <"$folder/pids"
    rm -f "$folder/pids" "$folder/env"
  fi
  if [ -f "$folder/database" ]; then rm -rf "$(cat "$folder/database")" "$folder/database"; fi
}
stop
[ "${2:-start}" = stop ] && exit
trap 'stop; echo "the wikis did not start: see $folder/log" >&2' ERR

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
log() { "$@" >>"$folder/log" 2>&1; }
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }
password() { php -r 'echo password_hash($argv[1], PASSWORD_BCRYPT, ["cost" => 4]);' "$1"; }
: >"$folder/log"

if ! php -r 'exit((int) !array_reduce(["intl", "mbstring", "dom", "sqlite3", "curl"], fn($all, $one) => $all && extension_loaded($one), true));' 2>/dev/null; then
  log as_root apt-get update -q
  log as_root apt-get install -yq --no-install-recommends php-cli php-intl php-mbstring php-xml php-sqlite3 php-curl
fi

# Not every Debian has both: each package comes from a release that does, from the mirror that apt uses already.
fetch() { # RELEASE PACKAGE...
  local release=$1 apt="$folder/deb/$1"; shift
  [ -f "$apt/done" ] && return
  mkdir -p "$apt/lists/partial"
  local mirror; mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | grep -v security | head -1)
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$apt/sources.list"
  local own=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists"
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o "APT::Sandbox::User=$(id -un)")
  log apt-get "${own[@]}" update
  (cd "$apt" && log apt-get "${own[@]}" download "$@")
  touch "$apt/done"
}
unpack() { # RELEASE INTO
  rm -rf "$2"
  for package in "$folder/deb/$1"/*.deb; do dpkg-deb -x "$package" "$2"; done
}
serve() { # NAME PORT ROOT [OPTION...]
  local name=$1 port=$2 root=$3; shift 3
  (cd "$root" && PHP_CLI_SERVER_WORKERS=4 exec setsid php "$@" -S "127.0.0.1:$port" -t . >"$folder/$name.log" 2>&1) &
  echo $! >>"$folder/pids"
}
ready() { # ASK...: until it answers with the title of our own instance
  for _ in $(seq 100); do
    curl -sf "$@" | grep -q "$title" && return
    sleep 0.1
  done
  return 1
}

title="Wiki $$"
mediawiki_port=${MEDIAWIKI_PORT:-$(free_port)} dokuwiki_port=${DOKUWIKI_PORT:-$(free_port)}
bot_password=0123456789abcdefghijklmnopqrstuv

start_mediawiki() {
  fetch bookworm mediawiki mediawiki-classes
  unpack bookworm "$folder/mediawiki"
  local wiki="$folder/mediawiki/usr/share/mediawiki"
  rm -rf "$wiki"/{LocalSettings.php,extensions,images,config}
  mkdir -p "$wiki/images" "$wiki/cache"
  # In memory where that is possible: the tests wait for the disk otherwise.
  local memory=/dev/shm; [ -w "$memory" ] || memory=$folder
  local database; database=$(mktemp -d -p "$memory" talktrack-wiki.XXXXXX)
  echo "$database" >"$folder/database"
  ln -s "$database" "$folder/mediawiki/db"
  ln -s extensions-core "$wiki/extensions"
  log php "$wiki/maintenance/install.php" --dbtype=sqlite --dbpath="$database" --dbname=wiki --scriptpath= \
    --server="http://127.0.0.1:$mediawiki_port" --pass=Admin-pass-12345 --skins=Vector "$title" Admin
  cat >>"$wiki/LocalSettings.php" <<'PHP'
$wgEnableUploads = true; $wgFileExtensions = ['png', 'svg', 'jpg', 'txt']; $wgMainCacheType = CACHE_NONE; $wgJobRunRate = 0;
$wgRateLimits = []; $wgCacheDirectory = __DIR__ . '/cache'; $wgLocalisationCacheConf['store'] = 'array'; $wgUseDatabaseMessages = false;   // faster
// Tests put $wgReadOnly, $wgRateLimits and the like here.
if (is_file(__DIR__ . '/ci.php')) include __DIR__ . '/ci.php';
PHP
  log php "$wiki/maintenance/createAndPromote.php" Human Human-pass-12345
  log php "$wiki/maintenance/createAndPromote.php" --force --sysop Human
  log php "$wiki/maintenance/createBotPassword.php" --appid ci --grants basic,editpage,createeditmovepage,uploadfile,uploadeditmovefile,delete Admin "$bot_password"
  serve mediawiki "$mediawiki_port" "$wiki" -d opcache.revalidate_freq=0
  ready "http://127.0.0.1:$mediawiki_port/api.php?action=query&meta=siteinfo&format=json"
}

start_dokuwiki() {
  fetch trixie dokuwiki php-phpseclib3 php-geshi libphp-simplepie php-constant-time php-kissifrot-php-ixr
  unpack trixie "$folder/dokuwiki"
  local files="$folder/dokuwiki" conf="$folder/dokuwiki/conf"
  local wiki="$files/usr/share/dokuwiki"
  cp -r "$files/etc/dokuwiki" "$conf"
  rm -rf "$conf"/{acl,users}.auth.php "$wiki"/lib/{plugins,tpl}
  ln -s "$files"/var/lib/dokuwiki/lib/{plugins,tpl} "$wiki/lib/"
  grep -rlE '/usr/share/(php|javascript)' "$wiki" --include='*.php' | xargs sed -i -E "s#/usr/share/(php|javascript)#$files/usr/share/\1#g"
  echo "<?php define('DOKU_MAIN_CONF', '$conf/'); define('DOKU_CONF', '$conf/');" >"$conf/defs.php"
  cat >"$conf/local.php" <<PHP
<?php
\$conf['title'] = '$title'; \$conf['savedir'] = '$files/var/lib/dokuwiki/data'; \$conf['useacl'] = 1; \$conf['superuser'] = '@admin';
\$conf['authtype'] = 'authplain'; \$conf['disableactions'] = 'register'; \$conf['remote'] = 1; \$conf['remoteuser'] = '@bots'; \$conf['updatecheck'] = 0;
PHP
  printf '# <?php exit()?>\n*\t@ALL\t1\n*\t@bots\t16\n*\t@user\t8\n' >"$conf/acl.auth.php"
  { echo '# <?php exit()?>'
    echo "bot:$(password bot-pass-1):Bot:bot@example.test:bots,user"
    echo "human:$(password Human-pass-12345):Human:human@example.test:user,bots"; } >"$conf/users.auth.php"
  serve dokuwiki "$dokuwiki_port" "$wiki" -d auto_prepend_file="$conf/defs.php"
  ready -u bot:bot-pass-1 -H 'Content-Type: application/json' -d '{}' "http://127.0.0.1:$dokuwiki_port/lib/exe/jsonrpc.php/core.getWikiTitle"
}

start_mediawiki & one=$!
start_dokuwiki & two=$!
wait $one
wait $two

cat >"$folder/env" <<ENV
export MEDIAWIKI_API=http://127.0.0.1:$mediawiki_port/api.php MEDIAWIKI_USER=Admin@ci MEDIAWIKI_PASS=$bot_password
export MEDIAWIKI_HUMAN=Human MEDIAWIKI_HUMAN_PASS=Human-pass-12345 MEDIAWIKI_FOLDER=$folder/mediawiki
export DOKUWIKI_URL=http://127.0.0.1:$dokuwiki_port/ DOKUWIKI_RPC=http://127.0.0.1:$dokuwiki_port/lib/exe/jsonrpc.php DOKUWIKI_USER=bot DOKUWIKI_PASS=bot-pass-1
export DOKUWIKI_HUMAN=human DOKUWIKI_HUMAN_PASS=Human-pass-12345 DOKUWIKI_FOLDER=$folder/dokuwiki
ENV
echo "wikis: MediaWiki on port $mediawiki_port, DokuWiki on port $dokuwiki_port"
