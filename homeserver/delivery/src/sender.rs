//! Empties the queue of one server, one transaction after the other.

use std::time::Duration;

use hs_outbound::{Bounds, OutboundError};
use hs_storage::WriteBatch;
use ruma::{
    MilliSecondsSinceUnixEpoch, OwnedTransactionId, UInt,
    api::federation::transactions::send_transaction_message::v1::{Request, Response},
};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{queue::Queue, service::Delivery, transaction::Transaction};

/// What a server may take for a transaction: it may have to fetch a lot before it answers.
const BOUNDS: Bounds = Bounds { time: Duration::from_mins(1), body: 1 << 20 };
/// How long to wait after a failure of our own.
const PAUSE: Duration = Duration::from_secs(1);

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// The server has it.
    Arrived,
    /// The server does not answer, and is left alone for a while.
    Failed,
    /// This process is to send no more.
    Ending,
}

impl Delivery {
    /// Sends until nothing waits any more.
    pub(crate) async fn send_all(&self, queue: &Queue, ending: &CancellationToken) {
        while !ending.is_cancelled() {
            let pause = queue.pause(self.clock.now_ms());
            if pause > 0 {
                tokio::select! {
                    () = sleep(Duration::from_millis(u64::try_from(pause).unwrap_or(0))) => {}
                    () = queue.retried() => {}
                    () = ending.cancelled() => return,
                }
                continue;
            }
            match self.send_next(queue, ending).await {
                Ok(Some(Sent::Ending)) => return,
                Ok(None) if queue.ends_sender() => return,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, server = %queue.server(), "a transaction could not be put together; trying again");
                    let _ = ending.run_until_cancelled(sleep(PAUSE)).await;
                }
            }
        }
    }

    /// Sends one transaction, or what is owed; `None` if there is nothing to send.
    async fn send_next(
        &self,
        queue: &Queue,
        ending: &CancellationToken,
    ) -> Result<Option<Sent>, hs_core::error::MatrixError> {
        let Ok(_permit) = self.sending.acquire().await else { return Ok(Some(Sent::Ending)) };
        if queue.owed(self.followed()).is_some() {
            let sent = self.catch_up(queue, ending).await?;
            if sent != Sent::Arrived {
                return Ok(Some(sent));
            }
        }
        let transaction = Transaction::next(self, queue).await?;
        if transaction.is_empty() {
            // The server may still stand on the list, owed nothing.
            if queue.succeed() {
                self.note_well(queue).await;
            }
            return Ok(None);
        }
        Ok(Some(self.send(queue, transaction, ending).await))
    }

    /// Sends a transaction and writes down what became of it.
    pub(crate) async fn send(&self, queue: &Queue, transaction: Transaction, ending: &CancellationToken) -> Sent {
        let server = queue.server();
        let first = transaction.first();
        queue.begin(first);
        let request = self.request(&transaction);
        let (pdus, edus) = (request.pdus.len(), request.edus.len());
        let asked = ending.run_until_cancelled(self.client.request_within(server, request, BOUNDS));
        let Some(answered) = asked.await else {
            transaction.give_back(queue);
            return Sent::Ending;
        };
        match answered {
            Ok(response) => {
                count("sent", pdus, edus);
                log_refusals(queue, &response);
                self.note_arrival(queue, transaction).await;
                Sent::Arrived
            }
            Err(OutboundError::Refused(reason)) => {
                // We do not talk to that server: nothing is owed.
                tracing::debug!(%server, reason, "nothing is sent");
                self.note_arrival(queue, transaction).await;
                Sent::Arrived
            }
            Err(OutboundError::Malformed(reason)) => {
                // It said that all went well, in words that we do not understand: it would not hear it better again.
                tracing::debug!(%server, reason, "a server's answer to a transaction is not understood");
                count("sent", pdus, edus);
                self.note_arrival(queue, transaction).await;
                Sent::Arrived
            }
            Err(error) => {
                count("failed", pdus, edus);
                self.note_failure(queue, transaction, &error).await;
                Sent::Failed
            }
        }
    }

    fn request(&self, transaction: &Transaction) -> Request {
        let id = OwnedTransactionId::from(format!("{:016x}", self.next_transaction()));
        let now = MilliSecondsSinceUnixEpoch(UInt::try_from(self.clock.now_ms()).unwrap_or_default());
        let mut request = Request::new(id, self.config.server_name.clone(), now);
        (request.pdus, request.edus) = transaction.bodies();
        request
    }

    async fn note_arrival(&self, queue: &Queue, transaction: Transaction) {
        let mut batch = WriteBatch::default();
        transaction.arrived(queue.server(), self.clock.now_ms(), &mut batch);
        if queue.succeed() {
            batch.destination.well.push(queue.server().to_owned());
        }
        self.write(queue, batch).await;
    }

    async fn note_well(&self, queue: &Queue) {
        let mut batch = WriteBatch::default();
        batch.destination.well.push(queue.server().to_owned());
        self.write(queue, batch).await;
    }

    async fn note_failure(&self, queue: &Queue, transaction: Transaction, error: &OutboundError) {
        let first = transaction.first();
        transaction.give_back(queue);
        let [chance] = self.entropy.bytes();
        let row = queue.fail(first, self.followed(), self.clock.now_ms(), chance);
        if row.failures == 1 {
            tracing::info!(%error, server = %queue.server(), "a server does not take what we send");
        } else {
            tracing::debug!(%error, server = %queue.server(), failures = row.failures, "a server still does not answer");
        }
        let mut batch = WriteBatch::default();
        batch.destination.failing.push(row);
        self.write(queue, batch).await;
    }

    async fn write(&self, queue: &Queue, batch: WriteBatch) {
        if batch.is_empty() {
            return;
        }
        if let Err(error) = self.store.commit(batch).await {
            // Whoever starts next sends again what was sent, which the server knows by its ids.
            tracing::warn!(%error, server = %queue.server(), "what was sent was not written down");
        }
    }
}

fn log_refusals(queue: &Queue, response: &Response) {
    for (event_id, result) in &response.pdus {
        if let Err(reason) = result {
            tracing::debug!(server = %queue.server(), %event_id, reason, "a server does not want an event");
        }
    }
}

fn count(result: &'static str, pdus: usize, edus: usize) {
    metrics::counter!("heliograph_delivery_transactions_total", "result" => result).increment(1);
    for (kind, count) in [("pdu", pdus), ("edu", edus)] {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        metrics::counter!("heliograph_delivery_items_total", "result" => result, "kind" => kind).increment(count);
    }
}
