# The wheel for .ci/run: built, then installed into a project that `wagtail start` makes.

build_wheel() {
    rm -rf build ./*.egg-info
    "$bin/python" -m build --wheel --no-isolation --outdir "$work/dist" >"$work/build.log" ||
        { cat "$work/build.log"; return 1; }
    rm -rf build ./*.egg-info
    (cd "$work/dist" && ls -- *.whl)
}

# $1: the Wagtail series
try_wheel() {
    local venv=$work/venv-$1 project=$work/project-$1
    python3 -m venv "$venv"
    grep -E '^pytest(-django|-xdist)?==' requirements-dev.txt >"$work/pytest.txt"
    "$venv/bin/pip" install --quiet -r "$work/pytest.txt" \
        "Django==5.2.*" "wagtail==$1.*" "$work"/dist/*.whl
    mkdir "$project"
    "$venv/bin/wagtail" start host "$project"
    cat .ci/host_settings.py >>"$project/host/settings/base.py"
    cat .ci/host_urls.py >>"$project/host/urls.py"
    (
        cd "$project"
        "$venv/bin/python" manage.py check --fail-level WARNING
        "$venv/bin/python" manage.py makemigrations --check --dry-run
        "$venv/bin/python" manage.py migrate --verbosity 0
        "$venv/bin/python" manage.py shell --no-imports --command "
from django.test import Client
for path in ('/', '/admin/login/', '/api/news/v1/articles/', '/api/news/v1/openapi.json'):
    response = Client().get(path)
    print(response.status_code, path)
    assert response.status_code == 200
"
    )
}

# The tests of the foreign project, against the installed wheel instead of the checkout.
# $1: the Wagtail series
test_wheel() {
    local foreign=$work/foreign-$1
    mkdir -p "$foreign/tests"
    cp -r tests/__init__.py tests/conftest.py tests/database.py tests/shared.py tests/host "$foreign/tests"
    (
        cd "$foreign"
        "$work/venv-$1/bin/python" -m pytest -n 2 --import-mode=importlib \
            --ds=tests.host.settings tests
    )
}
