//! A mixed day of many people: each has a few rooms, waits for news, and now and then writes, reads up and types.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::{task::JoinSet, time::sleep};

use super::Stage;
use crate::{
    Failure,
    figure::{Figure, Times, number},
    user::User,
};

/// How many people share a room.
const CIRCLE: usize = 8;

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let count = stage.many(8, 200);
    let time = Duration::from_secs(stage.many(3, 60) as u64);
    let mut people = stage.users("person", count).await?;
    let mut rooms: Vec<Vec<String>> = vec![Vec::new(); count];
    for first in (0..count).step_by(CIRCLE / 2) {
        let circle: Vec<_> = (0..CIRCLE).map(|step| (first + step) % count).collect();
        let host = circle.first().and_then(|at| people.get_mut(*at)).ok_or("nobody")?;
        let room = host.create_room("Circle").await?;
        for at in circle {
            if let (Some(person), Some(own)) = (people.get_mut(at), rooms.get_mut(at)) {
                person.join(&room).await?;
                own.push(room.clone());
            }
        }
    }
    let processor = stage.processes.processor();
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for (at, (person, rooms)) in people.into_iter().zip(rooms).enumerate() {
        let reader = person.again();
        tasks.spawn(listen(reader, end));
        tasks.spawn(act(person, rooms, at, end));
    }
    let (mut times, mut acts) = (Times::default(), 0);
    while let Some(done) = tasks.join_next().await {
        for time in done?? {
            times.add(time);
            acts += 1;
        }
    }
    let mut figures = vec![
        Figure::time("a day of 200 people: an action, median", times.percentile(50)),
        Figure::time("a day of 200 people: an action, 99th percentile", times.percentile(99)),
    ];
    if !stage.processes.is_empty() {
        let processor = (stage.processes.processor() - processor) / number(acts.max(1));
        figures.push(Figure::cost("a day of 200 people: processor time per action", processor * 1e3, "ms"));
        figures.push(Figure::cost("memory after the day", stage.processes.memory(), "MiB"));
        if let Some(own) = &stage.own {
            figures.push(Figure::cost("memory after the day, without the database's", own.memory(), "MiB"));
        }
    }
    Ok(figures)
}

/// Waits for news all day long.
async fn listen(mut person: User, end: Instant) -> Result<Vec<Duration>, Failure> {
    let mut since = person.now().await?;
    while Instant::now() < end {
        since = person.sync(&format!("timeout=2000&since={since}")).await?.next_batch;
    }
    Ok(Vec::new())
}

/// Does something every few seconds. Nothing here is random, so that two servers get the same day.
async fn act(mut person: User, rooms: Vec<String>, at: usize, end: Instant) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::new();
    sleep(Duration::from_millis((at as u64 * 37) % 2_000)).await;
    for turn in at.. {
        if Instant::now() >= end {
            break;
        }
        let room = rooms.get(turn % rooms.len().max(1)).ok_or("no room")?;
        let started = Instant::now();
        match turn % 5 {
            0 | 1 => person.send(room, &format!("turn {turn}")).await?,
            2 => {
                let path = format!("/_matrix/client/v3/rooms/{room}/typing/{}", person.id);
                person.put(&path, &json!({ "typing": true, "timeout": 4_000 })).await?;
            }
            3 => {
                person.get(&format!("/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=30")).await?;
            }
            _ => {
                person.get(&format!("/_matrix/client/v3/rooms/{room}/members")).await?;
            }
        }
        times.push(started.elapsed());
        sleep(Duration::from_secs(2)).await;
    }
    Ok(times)
}
