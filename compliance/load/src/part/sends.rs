//! Acknowledged messages a second, from many senders at once; then everything is read back and counted.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::task::JoinSet;

use super::Stage;
use crate::{
    Failure,
    figure::Figure,
    user::{User, body_of, unique},
};

/// How many send at once.
const SENDERS: usize = 50;

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let mut host = stage.user("host").await?;
    let room = host.create_room("Everybody speaks").await?;
    let mut senders = stage.users("sender", stage.many(4, SENDERS)).await?;
    let mut own = Vec::new();
    for sender in &mut senders {
        sender.join(&room).await?;
        own.push(sender.create_room("I speak").await?);
    }
    let together = vec![room; senders.len()];
    let one = rate(stage, "sends, 50 senders in one room", &senders, &together).await?;
    let many = rate(stage, "sends, 50 senders each in a room", &senders, &own).await?;
    Ok(vec![one, many])
}

async fn rate(stage: &Stage, name: &str, senders: &[User], rooms: &[String]) -> Result<Figure, Failure> {
    let time = Duration::from_secs(stage.many(1, 10) as u64);
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for (sender, room) in senders.iter().zip(rooms) {
        let (mut sender, room) = (sender.again(), room.clone());
        tasks.spawn(async move {
            let mut sent = Vec::new();
            while started.elapsed() < time {
                let body = format!("message {} {}", unique(), "x".repeat(180));
                sender.send(&room, &body).await?;
                sent.push((room.clone(), body));
            }
            Ok::<_, Failure>(sent)
        });
    }
    let mut acknowledged = Vec::new();
    while let Some(sent) = tasks.join_next().await {
        acknowledged.extend(sent??);
    }
    let figure = Figure::rate(name, acknowledged.len(), started.elapsed());
    verify(senders, rooms, &acknowledged).await?;
    Ok(figure)
}

/// Every acknowledged message must be in its room, once.
async fn verify(senders: &[User], rooms: &[String], acknowledged: &[(String, String)]) -> Result<(), Failure> {
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    let mut read = Vec::new();
    for (sender, room) in senders.iter().zip(rooms) {
        if read.contains(&room) {
            continue;
        }
        read.push(room);
        for body in bodies(sender, room).await? {
            *seen.entry((room.clone(), body)).or_default() += 1;
        }
    }
    for message in acknowledged {
        match seen.get(message) {
            Some(1) => {}
            None => return Err(format!("an acknowledged message is lost: {message:?}").into()),
            Some(times) => return Err(format!("a message is there {times} times: {message:?}").into()),
        }
    }
    Ok(())
}

async fn bodies(reader: &User, room: &str) -> Result<Vec<String>, Failure> {
    let mut reader = reader.again();
    let mut bodies = Vec::new();
    let mut from = String::new();
    loop {
        let path = format!("/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=1000{from}");
        let page = reader.get_json(&path).await?;
        let chunk = page.get("chunk").and_then(Value::as_array).ok_or("a page without chunk")?;
        bodies.extend(chunk.iter().filter_map(body_of).map(ToOwned::to_owned));
        match page.get("end").and_then(Value::as_str) {
            Some(end) if !chunk.is_empty() => from = format!("&from={end}"),
            _ => return Ok(bodies),
        }
    }
}
