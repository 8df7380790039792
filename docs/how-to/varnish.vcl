# Varnish 7 before a site of the newsroom. See cache.md.
vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may say what is to be forgotten: the machine on which the worker runs.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        call forget;
    }
    if (req.url == "/" || req.url ~ "^/admin(/|$)" || req.url ~ "^/documents/" ||
        req.url ~ "^/api/news/v1/preview/") {
        return (pass);
    }
    if (req.method == "GET" || req.method == "HEAD") {
        # Feeds, API and sitemaps are the same for everybody, web pages for everybody without a
        # session: an editor, or a reader who has given a section's password.
        if (req.url !~ "^/(feeds|api|static|media)/" && req.http.Cookie ~ "(^|;\s*)sessionid=") {
            return (pass);
        }
        unset req.http.Cookie;
    }
}

sub forget {
    if (client.ip !~ purgers) {
        return (synth(405, "Not allowed"));
    }
    if (req.http.Surrogate-Key) {
        # What bears one of the keys.
        if (req.http.Surrogate-Key !~ "^[a-z0-9-]+( [a-z0-9-]+)*$") {
            return (synth(400, "These are no keys"));
        }
        if (!std.ban("obj.http.Surrogate-Key ~ (^|\s)(" +
                regsuball(req.http.Surrogate-Key, " ", "|") + ")(\s|$)")) {
            return (synth(400, std.ban_error()));
        }
    } else {
        # What is at the address, whatever its query.
        if (!std.ban("obj.http.X-Cache-Host == " + req.http.Host +
                " && obj.http.X-Cache-Path == " + regsub(req.url, "\?.*$", ""))) {
            return (synth(400, std.ban_error()));
        }
    }
    return (synth(200, "Forgotten"));
}

sub vcl_backend_response {
    # Bans that only look at what is stored are worked off in the background.
    set beresp.http.X-Cache-Host = bereq.http.Host;
    set beresp.http.X-Cache-Path = regsub(bereq.url, "\?.*$", "");
}

sub vcl_deliver {
    unset resp.http.X-Cache-Host;
    unset resp.http.X-Cache-Path;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "hit";
    } else {
        set resp.http.X-Cache = "miss";
    }
}
