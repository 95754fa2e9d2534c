//! A room that fills up, and a join of a room that is full.

use std::time::Instant;

use tokio::task::JoinSet;

use super::Stage;
use crate::{
    Failure,
    figure::{Figure, Times},
};

/// How many come at the same time.
const DOORS: usize = 10;

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let count = stage.many(20, 2_000);
    let mut host = stage.user("doorkeeper").await?;
    let room = host.create_room("A full house").await?;
    let mut queues: Vec<Vec<_>> = (0..DOORS).map(|_| Vec::new()).collect();
    for (number, guest) in stage.users("guest", count).await?.into_iter().enumerate() {
        if let Some(queue) = queues.get_mut(number % DOORS) {
            queue.push(guest);
        }
    }
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for queue in queues {
        let room = room.clone();
        tasks.spawn(async move {
            for mut guest in queue {
                guest.join(&room).await?;
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let filled = Figure::rate("joins, filling a room with 2,000", count, started.elapsed());

    let mut times = Times::default();
    for mut late in stage.users("late", 5).await? {
        let started = Instant::now();
        late.join(&room).await?;
        times.push(started);
    }
    Ok(vec![filled, Figure::time("join of a room with 2,000 members", times.percentile(50))])
}
