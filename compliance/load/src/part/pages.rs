//! Reading a room's history backwards, page by page.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::Stage;
use crate::{Failure, figure::Figure, user::body_of};

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let count = stage.many(50, 2_000);
    let mut writer = stage.user("historian").await?;
    let room = writer.create_room("History").await?;
    for number in 0..count {
        writer.send(&room, &format!("line {number}")).await?;
    }
    let time = Duration::from_secs(stage.many(1, 5) as u64);
    let (started, mut pages) = (Instant::now(), 0);
    while started.elapsed() < time {
        let (mut from, mut read) = (String::new(), 0);
        loop {
            let path = format!("/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=50{from}");
            let page = writer.get_json(&path).await?;
            pages += 1;
            let chunk = page.get("chunk").and_then(Value::as_array).ok_or("a page without chunk")?;
            read += chunk.iter().filter(|event| body_of(event).is_some()).count();
            match page.get("end").and_then(Value::as_str) {
                Some(end) if !chunk.is_empty() => from = format!("&from={end}"),
                _ => break,
            }
        }
        if read != count {
            return Err(format!("{count} messages were sent, {read} can be read").into());
        }
    }
    Ok(vec![Figure::rate("/messages, pages of 50", pages, started.elapsed())])
}
