//! The download of before version 1.11 of the specification, which servers of that age still offer to each other.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixmediav3downloadservernamemediaid>.

use ruma::{
    OwnedServerName,
    api::{
        Metadata, OutgoingRequest,
        error::{Error, IntoHttpError},
        federation::{
            authenticated_media::get_content::v1::{Request as NewDownload, Response},
            authentication::ServerSignatures,
        },
        path_builder::SinglePath,
    },
    exports::http::{self, Method},
};

/// A file of the server that is asked.
#[derive(Clone, Debug)]
pub(super) struct OldDownload {
    pub(super) server: OwnedServerName,
    pub(super) media_id: String,
}

impl Metadata for OldDownload {
    const METHOD: Method = Method::GET;
    const RATE_LIMITED: bool = true;
    type Authentication = ServerSignatures;
    type PathBuilder = SinglePath;
    const PATH_BUILDER: SinglePath = SinglePath::new("/_matrix/media/v3/download/{server_name}/{media_id}");
}

impl OutgoingRequest for OldDownload {
    type Body = <NewDownload as OutgoingRequest>::Body;
    type EndpointError = Error;
    type IncomingResponse = Response;

    fn try_into_http_request_inner(self, base_url: &str, (): ()) -> Result<http::Request<Self::Body>, IntoHttpError> {
        // The other server must not ask a third one, which could be us.
        let url = Self::make_endpoint_url((), base_url, &[&self.server, &self.media_id], "allow_remote=false")?;
        let mut request = NewDownload::new(self.media_id).try_into_http_request_inner(base_url, ())?;
        *request.uri_mut() = url.try_into().map_err(http::Error::from)?;
        Ok(request)
    }
}
