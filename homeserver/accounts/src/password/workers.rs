//! The threads on which passwords are hashed: few, and less urgent to the system than all others, so that they get the
//! time that nobody else needs.

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use hs_core::error::MatrixError;
use tokio::sync::oneshot;

use super::argon::Memory;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// Threads that end when this goes.
pub(super) struct Workers(Sender<Job>);

impl Workers {
    /// Starts so many threads. Each has memory of its own, which it takes when it is first needed.
    pub(super) fn start(count: usize) -> io::Result<Self> {
        let (jobs, waiting) = channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..count {
            let waiting = Arc::clone(&waiting);
            let thread = thread::Builder::new().name("passwords".to_owned());
            drop(thread.spawn(move || {
                step_back();
                let mut memory = Memory::new();
                while let Some(job) = next(&waiting) {
                    job(&mut memory);
                }
            })?);
        }
        Ok(Self(jobs))
    }

    /// Has a thread do some work, after all that was asked for before. It is done even if nobody waits for it any more.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, MatrixError> {
        let (done, result) = oneshot::channel();
        let job = move |memory: &mut Memory| drop(done.send(work(memory)));
        self.0.send(Box::new(job)).map_err(|_| MatrixError::internal("no thread is left that hashes passwords"))?;
        result.await.map_err(MatrixError::internal)
    }
}

/// What to do next; nothing if there never will be anything.
fn next(waiting: &Mutex<Receiver<Job>>) -> Option<Job> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Gives way to all other threads.
fn step_back() {
    /// The least that the system knows.
    #[cfg(target_os = "linux")]
    const LEAST: i32 = 19;
    // On Linux it is the thread that has a priority, and not its process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, LEAST) {
        tracing::debug!(%error, "passwords are hashed as urgently as all else is done");
    }
}
