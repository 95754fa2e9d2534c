//! What it takes to see one's rooms: at first, later, and by sliding sync.

use std::time::{Duration, Instant};

use serde_json::json;

use super::Stage;
use crate::{
    Failure,
    figure::{Figure, Times},
    user::{User, encoded},
};

/// How often each thing is done; the median counts.
const ROUNDS: usize = 5;

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let mut reader = stage.user("reader").await?;
    let mut writer = stage.user("writer").await?;
    let rooms = fill(stage, &mut reader, &mut writer).await?;
    let mut figures = vec![
        Figure::time("initial sync, 101 rooms", first(&mut reader, false).await?),
        Figure::time("initial sync, lazy members", first(&mut reader, true).await?),
    ];
    let mut times = Times::default();
    let mut since = reader.now().await?;
    for number in 0..stage.many(3, 50) {
        let room = rooms.get(number % rooms.len()).ok_or("no room")?;
        writer.send(room, &format!("something new {number}")).await?;
        let started = Instant::now();
        let synced = reader.sync(&format!("timeout=30000&since={since}")).await?;
        times.push(started);
        if !synced.has_message(&format!("something new {number}")) {
            return Err("an incremental sync left out what is new".into());
        }
        since = synced.next_batch;
    }
    figures.push(Figure::time("incremental sync of one message", times.percentile(50)));
    figures.extend(sliding(&mut reader).await?);
    Ok(figures)
}

/// Rooms with a little history, and one with many members.
async fn fill(stage: &Stage, reader: &mut User, writer: &mut User) -> Result<Vec<String>, Failure> {
    let mut rooms = Vec::new();
    for number in 0..stage.many(5, 100) {
        let room = writer.create_room(&format!("Room {number}")).await?;
        reader.join(&room).await?;
        for line in 0..stage.many(2, 20) {
            writer.send(&room, &format!("line {line}")).await?;
        }
        rooms.push(room);
    }
    let crowd = writer.create_room("Crowd").await?;
    for mut member in stage.users("member", stage.many(5, 300)).await? {
        member.join(&crowd).await?;
    }
    reader.join(&crowd).await?;
    Ok(rooms)
}

async fn first(reader: &mut User, is_lazy: bool) -> Result<Duration, Failure> {
    let mut times = Times::default();
    for round in 0..ROUNDS {
        // Servers may keep the answer to a first sync for a while; a filter of its own each time makes them work.
        let room = json!({ "timeline": { "limit": 10 + round }, "state": { "lazy_load_members": is_lazy } });
        let filter = encoded(&json!({ "room": room }).to_string());
        let started = Instant::now();
        reader.sync(&format!("timeout=0&filter={filter}")).await?;
        times.push(started);
    }
    Ok(times.percentile(50))
}

/// The first window of twenty rooms, where the server has sliding sync.
async fn sliding(reader: &mut User) -> Result<Option<Figure>, Failure> {
    let path = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=0";
    let mut times = Times::default();
    for round in 0..ROUNDS {
        let body = json!({
            "conn_id": format!("round-{round}"),
            "lists": { "rooms": {
                "ranges": [[0, 19]],
                "timeline_limit": 1,
                "required_state": [["m.room.name", ""], ["m.room.avatar", ""], ["m.room.member", "$ME"]],
            } },
        });
        let started = Instant::now();
        let (status, answer) = reader.try_post(path, &body).await?;
        if status != 200 {
            return Ok(None);
        }
        if answer.pointer("/lists/rooms/count").is_none() {
            return Err("sliding sync answers without the count of its list".into());
        }
        times.push(started);
    }
    Ok(Some(Figure::time("sliding sync, first window", times.percentile(50))))
}
