//! Simplified sliding sync: a window on the rooms in which something happened last, and what is new in them.
//!
//! See MSC4186, <https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/4186-simplified-sliding-sync.md>.
//! What a connection was told is a record in the database, so that any process can answer the next request; the token
//! that a client holds names the record and the position up to which the client knows what happened.

mod connection;
mod extension;
mod list;
mod members;
pub mod response;
mod room;
mod state;
mod task;
mod thread;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition},
    sync::{
        sliding::{Connection, Request, Rules, Step},
        token::ConnectionToken,
    },
};
use hs_rooms::{Actor, Changed, StateEvents};
use ruma::presence::PresenceState;

use self::{list::Wanted, response::Response};
use crate::service::Sync;

pub(crate) use self::{connection::Connections, members::ToldMembers};

const MEMBER: &str = "m.room.member";

/// What a client asks for, and from where on.
#[derive(Clone, Debug, Default)]
pub struct SlidingRequest {
    /// Up to where the client has everything; `None` for a new connection.
    pub pos: Option<ConnectionToken>,
    /// How long to wait for something new.
    pub timeout: Duration,
    /// What asking says about whether the user is there.
    pub set_presence: PresenceState,
    /// The body.
    pub body: Request,
}

/// One answer in the making.
pub(crate) struct Round<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) request: &'a SlidingRequest,
    /// What the connection had been told before.
    pub(crate) told: &'a Connection,
    /// Up to where the client knows what happened; `None` for a new connection.
    pub(crate) since: Option<StreamPosition>,
    /// Up to where this answer goes.
    pub(crate) until: StreamPosition,
    /// What changed in between, if that is remembered.
    pub(crate) changed: Option<Changed>,
}

impl Round<'_> {
    /// Whether there may be something new about a room since a position.
    fn may_have_changed(&self, room: RoomNid, since: StreamPosition, last: StreamPosition) -> bool {
        last > since
            || match &self.changed {
                Some(changed) if Some(since) == self.since => changed.rooms.contains(&room),
                _ => true,
            }
    }
}

/// An answer, and what the connection has been told with it.
struct Answer {
    response: Response,
    told: Connection,
}

impl Sync {
    /// Answers a request: at once if there is something new, else when there is, or when the time is over.
    pub async fn slide(&self, actor: &Actor, request: &SlidingRequest) -> Result<Response, MatrixError> {
        let device = actor.device();
        let _there = device.and_then(|device| self.accounts.presence.sync(actor.user, device, &request.set_presence));
        let told = self.open_connection(actor, request).await?;
        let since = request.pos.map(|pos| pos.position);
        let deadline = self.begin(request.timeout, since).await;
        loop {
            // Register first and read then: what is committed in between wakes us.
            let news = self.rooms.changes().wait(actor.user);
            let until = Box::pin(self.steady_position(actor)).await?;
            let changed = since.and_then(|since| self.rooms.changes().since(actor.user, since));
            let round = Round { actor, request, told: &told, since, until, changed };
            let Answer { mut response, told: now_told } = Box::pin(self.round(&round)).await?;
            let may_wait = since.is_some() && response.is_empty();
            if !may_wait || self.is_over(deadline) {
                let serial = self.save_connection(actor, request, &told, now_told).await?;
                response.pos = ConnectionToken { position: until, serial }.to_string();
                response.txn_id.clone_from(&request.body.txn_id);
                return Ok(response);
            }
            drop((response, now_told, round));
            self.wait(&news, deadline).await;
        }
    }

    async fn round(&self, round: &Round<'_>) -> Result<Answer, MatrixError> {
        let Round { actor, request, told, since, until, .. } = *round;
        let mut wanted = self.wanted(round).await?;
        let mut now_told = told.clone();
        let behind = since.unwrap_or(until);
        now_told.leave_behind(|room| wanted.rules.contains_key(&room), behind);
        let plan = self.plan(round, &wanted).await?;
        let whole: Vec<RoomNid> = plan.iter().filter(|(_, step)| *step == Step::Whole).map(|(room, _)| *room).collect();
        let all: Vec<RoomNid> = plan.iter().map(|(room, _)| *room).collect();
        self.prefetch(round, &wanted, &all).await?;
        let bumps = self.rooms.bump_stamps(&whole).await?;
        let mut response = Response { lists: std::mem::take(&mut wanted.counts), ..Response::default() };
        for (room, step) in plan {
            let Some(rules) = wanted.rules.get(&room) else { continue };
            let is_dm = wanted.dms.contains(&room);
            let task = task::Task { room, step, rules, is_dm, bump: bumps.get(&room).copied() };
            if let Some((room_id, told)) = self.tell(round, &task).await? {
                now_told.tell(room, rules, is_dm, told.limited);
                response.rooms.insert(room_id, told);
            }
        }
        for room in wanted.rules.keys() {
            now_told.follow(*room);
        }
        response.extensions = self.extensions(round, &wanted, &response).await?;
        let asked = &request.body.extensions;
        now_told.enabled.account_data = asked.account_data.enabled;
        now_told.enabled.receipts = asked.receipts.enabled;
        now_told.enabled.typing = asked.typing.enabled;
        tracing::trace!(user = %actor.user_id, rooms = response.rooms.len(), "slid");
        Ok(Answer { response, told: now_told })
    }

    /// Has in memory what is to be told of many rooms.
    async fn prefetch(&self, round: &Round<'_>, wanted: &Wanted, rooms: &[RoomNid]) -> Result<(), MatrixError> {
        let rules: HashSet<&Arc<Rules>> = rooms.iter().filter_map(|room| wanted.rules.get(room)).collect();
        let timeline = rules.iter().map(|rules| rules.timeline_limit).max().unwrap_or_default();
        let timeline = usize::try_from(timeline).unwrap_or(usize::MAX);
        let mut spots: Vec<(&str, &str)> = rules.iter().flat_map(|rules| rules.required_state.named()).collect();
        spots.extend([(MEMBER, round.actor.user_id.as_str()), ("m.room.name", ""), ("m.room.avatar", "")]);
        self.rooms.prefetch(rooms, timeline, StateEvents::Of(&spots)).await
    }

    /// Which of the wanted rooms there may be something to say about.
    async fn plan(&self, round: &Round<'_>, wanted: &Wanted) -> Result<Vec<(RoomNid, Step)>, MatrixError> {
        let own = self.rooms.rooms_of(round.actor.user).await?;
        let mut plan = Vec::new();
        for (room, rules) in &wanted.rules {
            let step = round.told.step(*room, rules, round.since);
            let Some(user_room) = own.get(*room) else { continue };
            let last = wanted.positions.get(room).copied().unwrap_or_default().max(user_room.position);
            let is_due = match step {
                Step::Whole => true,
                Step::Since { since, more_timeline, more_state } => {
                    let was_dm = round.told.rooms.get(room).is_some_and(|sent| sent.is_dm);
                    let is_new = round.may_have_changed(*room, since, last);
                    is_new || more_timeline || more_state || was_dm != wanted.dms.contains(room)
                }
            };
            if is_due {
                plan.push((*room, step));
            }
        }
        Ok(plan)
    }
}

/// Rooms that matter to an answer, by what they are to it.
type RoomSet = HashSet<RoomNid>;
/// Which rules apply to which rooms.
type RulesOf = HashMap<RoomNid, Arc<Rules>>;
