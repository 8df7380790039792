# System packages, PostgreSQL and Redis for .ci/run; $work is its folder.

install_packages() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    command -v curl >/dev/null || missing+=(curl)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    command -v newsboat >/dev/null || missing+=(newsboat)
    [ -f /usr/share/hunspell/pl_PL.dic ] || missing+=(hunspell-pl)
    [ -x /usr/sbin/varnishd ] || missing+=(varnish)
    command -v msgfmt >/dev/null || missing+=(gettext)
    [ -n "${CI_REDIS_URL:-}" ] || command -v redis-server >/dev/null || missing+=(redis-server)
    [ -n "${CI_POSTGRES_URL:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
        missing+=(postgresql)
    if [ ${#missing[@]} -eq 0 ]; then
        echo "Nothing is missing."
        return
    fi
    echo "Installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_services() {
    postgres_url=${CI_POSTGRES_URL:-}
    redis_url=${CI_REDIS_URL:-}
    [ -n "$postgres_url" ] || start_postgres
    [ -n "$redis_url" ] || start_redis
}

start_postgres() {
    local port data=$work/postgres
    port=$(free_port)
    postgres_bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)")
    install -d -o postgres "$data"
    as_postgres "$postgres_bin/initdb" -D "$data" -A trust -U postgres >"$work/initdb.log"
    # Nothing here outlives the run: no need to wait for the disk.
    as_postgres "$postgres_bin/pg_ctl" -D "$data" -l "$data/log" -w start \
        -o "-p $port -k $data -c listen_addresses=127.0.0.1 -c fsync=off" >/dev/null
    postgres_url=postgres://postgres@127.0.0.1:$port/newsroom
    echo "PostgreSQL listens on port $port."
}

# PostgreSQL refuses to run as root.
as_postgres() {
    (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
}

start_redis() {
    local port
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --save "" --dir "$work" >"$work/redis.log" &
    redis_pid=$!
    redis_url=redis://127.0.0.1:$port/0
    for _ in $(seq 50); do
        ! redis-cli -p "$port" ping >/dev/null 2>&1 || break
        sleep 0.1
    done
    echo "Redis listens on port $port."
}

stop_services() {
    if [ -n "${redis_pid:-}" ]; then
        kill "$redis_pid" 2>/dev/null || true
    fi
    if [ -f "$work/postgres/postmaster.pid" ]; then
        as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres" -m immediate stop >/dev/null
    fi
}
