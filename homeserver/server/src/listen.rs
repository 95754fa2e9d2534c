//! Listening: ports are taken before anything else starts, and given back when running requests have been answered.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use futures_util::future::join_all;
use hs_api::Api;
use hs_config::{Config, Listener, Tls};
use hyper_util::rt::TokioTimer;

use crate::{failure::Failure, shutdown::Shutdown};

/// How long a client may take to send the headers of a request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// Ports that are taken, and what will be offered there.
pub(crate) struct Listeners {
    config: Arc<Config>,
    bound: Vec<Bound>,
}

struct Bound {
    listener: Listener,
    socket: TcpListener,
    address: SocketAddr,
    tls: Option<RustlsConfig>,
}

impl Listeners {
    /// Takes every port and reads every certificate.
    pub(crate) async fn bind(config: &Arc<Config>) -> Result<Self, Failure> {
        let mut bound = Vec::with_capacity(config.listeners.len());
        for listener in &config.listeners {
            let (socket, address) = bind(listener.bind).map_err(|error| cannot_bind(listener.bind, &error))?;
            let tls = match &listener.tls {
                Some(tls) => Some(load_certificate(tls).await?),
                None => None,
            };
            bound.push(Bound { listener: listener.clone(), socket, address, tls });
        }
        Ok(Self { config: config.clone(), bound })
    }

    /// Where we listen; port 0 has become a real one.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = (&Listener, SocketAddr)> {
        self.bound.iter().map(|bound| (&bound.listener, bound.address))
    }

    /// Serves until the server is to stop and running requests have been answered, or until it must not wait for them.
    pub(crate) async fn serve(self, api: &Api, shutdown: &Shutdown) {
        let grace = self.config.http.shutdown_timeout;
        let (handles, servers): (Vec<_>, Vec<_>) = self
            .bound
            .into_iter()
            .map(|bound| {
                let handle = Handle::new();
                (handle.clone(), bound.serve(api, handle))
            })
            .unzip();
        let stop = async {
            shutdown.asked().await;
            tracing::info!("stopping: running requests have {} seconds to finish", grace.as_secs());
            for handle in &handles {
                handle.graceful_shutdown(Some(grace));
            }
            shutdown.insisted().await;
        };
        tokio::select! {
            _ = join_all(servers) => {}
            () = stop => tracing::warn!("stopping at once"),
        }
    }
}

impl Bound {
    async fn serve(self, api: &Api, handle: Handle<SocketAddr>) {
        let router: Router = hs_api::router(api, &self.listener.apis);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = match axum_server::from_tcp(self.socket) {
            Ok(mut server) => {
                let mut http = server.http_builder().http1();
                http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
                server.handle(handle)
            }
            Err(error) => return tracing::error!(%error, address = %self.address, "cannot listen"),
        };
        let served = match self.tls {
            Some(tls) => server.acceptor(RustlsAcceptor::new(tls)).serve(service).await,
            // HTTP/2 is agreed upon by TLS. To look for it here as well would read each connection's first bytes apart
            // from the rest, and that makes hyper double its buffer: 8 KiB for each client that waits.
            None => server.http1_only().serve(service).await,
        };
        if let Err(error) = served {
            tracing::error!(%error, address = %self.address, "stopped listening");
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpListener::bind(address)?;
    socket.set_nonblocking(true)?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

fn cannot_bind(address: SocketAddr, error: &io::Error) -> Failure {
    let remedy = match error.kind() {
        io::ErrorKind::AddrInUse => "stop the program that listens there, or choose another port in listeners.bind",
        io::ErrorKind::PermissionDenied => {
            "choose a port from 1024 on in listeners.bind, or give the program the right"
        }
        _ => "choose an address of this machine in listeners.bind",
    };
    Failure::because(format!("cannot listen on {address}"), error, remedy)
}

async fn load_certificate(tls: &Tls) -> Result<RustlsConfig, Failure> {
    RustlsConfig::from_pem_file(&tls.certificate, &tls.private_key).await.map_err(|error| {
        let files = format!("{} and {}", tls.certificate.display(), tls.private_key.display());
        let remedy = "name a PEM certificate chain and its private key in the listener's tls";
        Failure::because(format!("{files} cannot be used for TLS"), error, remedy)
    })
}
