# The server and the web client in one image.
#
#   docker build --tag heliograph .
#   docker run --publish 8008:8008 --volume heliograph:/data --env HELIOGRAPH_SERVER_NAME=example.org heliograph
#
# Everything is kept in /data. Each key of config.toml is an environment variable, too.

FROM node:22-bookworm-slim AS web
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /src
COPY client-web/package.json client-web/package-lock.json client-web/
RUN npm ci --prefix client-web --no-audit --no-fund
COPY client-web client-web
COPY .ci/compress.mjs .ci/
RUN npm --prefix client-web run build && node .ci/compress.mjs client-web/out

FROM rust:1.95-bookworm AS server
RUN apt-get update --quiet && apt-get install --yes --no-install-recommends cmake make
WORKDIR /src
COPY .cargo .cargo
COPY Cargo.toml Cargo.lock clippy.toml ./
COPY homeserver homeserver
COPY federation-tests federation-tests
COPY compliance compliance
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --package hs-server --features jemalloc \
    && cp target/release/heliograph /heliograph

FROM debian:bookworm-slim
RUN apt-get update --quiet \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 991 --home-dir /data --create-home --shell /usr/sbin/nologin heliograph
COPY --from=server /heliograph /usr/bin/heliograph
COPY --from=web /src/client-web/out /usr/share/heliograph/web
COPY config.toml /etc/heliograph/config.toml
ENV HELIOGRAPH_WEB__ROOT=/usr/share/heliograph/web \
    HELIOGRAPH_LISTENERS__0__BIND=0.0.0.0:8008 \
    HELIOGRAPH_DATABASE__URL=sqlite:///data/heliograph.db \
    HELIOGRAPH_SIGNING_KEY__PATH=/data/signing.key \
    HELIOGRAPH_MEDIA__STORAGE=file:///data/media
USER heliograph
WORKDIR /data
VOLUME /data
EXPOSE 8008
# Plain bash, so that the image needs no HTTP client.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/bin/bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8008 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["/usr/bin/heliograph"]
CMD ["serve", "--config", "/etc/heliograph/config.toml"]
