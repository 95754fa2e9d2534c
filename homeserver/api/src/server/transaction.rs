//! What other servers send us as it happens.
//!
//! See <https://spec.matrix.org/v1.19/server-server-api/#transactions>.

use ruma::api::federation::transactions::send_transaction_message;

use crate::{
    extract::ServerAuthed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(send_transaction_message);
}

/// `PUT /_matrix/federation/v1/send/{txnId}`
async fn send_transaction_message(
    api: Api,
    call: ServerAuthed<send_transaction_message::v1::Request>,
) -> Result<send_transaction_message::v1::Response> {
    let send_transaction_message::v1::Request { transaction_id, pdus, edus, .. } = call.request;
    let received = api.federation.receive_transaction(&call.origin, &transaction_id, pdus, edus);
    let results = Box::pin(received).await?;
    Ok(send_transaction_message::v1::Response::new(results))
}
