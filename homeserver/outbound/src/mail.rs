//! Mail. Whoever asks for one does not wait: it is put into a queue of this process, and a few at a time are handed to
//! the mail server. One that cannot be handed over after a few attempts is let go, as is what waits when the server
//! stops: whoever misses their mail asks for another.

use std::{
    error::Error as StdError,
    fmt, fs, io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use hs_config::{Email, MailEncryption, Outbound};
use hs_core::entropy::Entropy;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use tokio::{
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    time::{sleep, timeout},
};

/// How many mails may wait.
const QUEUE: usize = 256;
/// How long the mail server may take with one of them.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a mail is tried again that could not be handed over, and after which pauses.
const PAUSES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(20)];

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// A mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Their address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The same for programs that show HTML.
    pub html: String,
}

// It holds links that are secrets, which no log may show.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(…)")
    }
}

/// Takes mails. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer(Sender<Mail>);

impl Mailer {
    /// Takes a mail, or says by `false` that too many are waiting.
    pub fn send(&self, mail: Mail) -> bool {
        self.0.try_send(mail).is_ok()
    }
}

/// Hands mails to the mail server.
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    entropy: Entropy,
    queue: Arc<Mutex<Receiver<Mail>>>,
    is_failing: AtomicBool,
}

impl Postman {
    /// Both ends of the queue, where mail is to be sent at all. Fails where the configuration makes no sense.
    pub fn new(config: &Email, outbound: &Outbound, entropy: Entropy) -> io::Result<Option<(Mailer, Self)>> {
        let Some(server) = &config.server else { return Ok(None) };
        let from = config.from.parse::<Mailbox>();
        let from = from.map_err(|error| io::Error::other(format!("email.from: {error}")))?;
        let host = server.host().trim_matches(['[', ']']);
        let tls = || tls_parameters(host, outbound);
        let (tls, port) = match config.encryption {
            MailEncryption::StartTls => (Tls::Required(tls()?), 587),
            MailEncryption::Tls => (Tls::Wrapper(tls()?), 465),
            MailEncryption::None => (Tls::None, 25),
        };
        let own_name = ClientId::Domain(from.email.domain().to_owned());
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(server.port().unwrap_or(port))
            .tls(tls)
            .hello_name(own_name)
            .timeout(Some(PATIENCE));
        if !config.username.is_empty() {
            transport = transport.credentials(Credentials::new(config.username.clone(), config.password.clone()));
        }
        let (sender, receiver) = channel(QUEUE);
        let queue = Arc::new(Mutex::new(receiver));
        let postman = Self { transport: transport.build(), from, entropy, queue, is_failing: AtomicBool::new(false) };
        Ok(Some((Mailer(sender), postman)))
    }

    /// Hands over what comes, a few mails at a time, until nobody can send any more.
    pub async fn run(self) {
        tokio::join!(self.hand_over(), self.hand_over(), self.hand_over(), self.hand_over());
    }

    async fn hand_over(&self) {
        while let Some(mail) = self.next().await {
            let result = match self.deliver(&mail).await {
                Ok(()) => "ok",
                Err(_) => "failed",
            };
            metrics::counter!("heliograph_outbound_mails_total", "result" => result).increment(1);
        }
    }

    async fn next(&self) -> Option<Mail> {
        self.queue.lock().await.recv().await
    }

    async fn deliver(&self, mail: &Mail) -> io::Result<()> {
        let mut pauses = PAUSES.iter();
        loop {
            let message = self.message(mail)?;
            let sent = timeout(PATIENCE, self.transport.send(message)).await;
            let error = match sent {
                Ok(Ok(_)) => {
                    if self.is_failing.swap(false, Ordering::Relaxed) {
                        tracing::info!("the mail server takes mail again");
                    }
                    return Ok(());
                }
                // One address that the server does not want says nothing of the others.
                Ok(Err(error)) if is_about_address(&error) => {
                    tracing::debug!(%error, "the mail server does not take a mail");
                    return Err(io::Error::other(error));
                }
                Ok(Err(error)) => io::Error::other(error),
                Err(elapsed) => io::Error::other(elapsed),
            };
            if !self.is_failing.swap(true, Ordering::Relaxed) {
                tracing::warn!(%error, "the mail server takes no mail; this is said once until it does");
            }
            match pauses.next() {
                Some(pause) => sleep(*pause).await,
                None => return Err(error),
            }
        }
    }

    fn message(&self, mail: &Mail) -> io::Result<Message> {
        let to = mail.to.parse::<Address>().map_err(io::Error::other)?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{}@{}>", self.entropy.text::<24>(LETTERS), self.from.email.domain())))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(io::Error::other)
    }
}

/// Says that nobody wrote this, so that no other machine answers: <https://www.rfc-editor.org/rfc/rfc3834#section-5>.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Whether the mail server refuses whom a mail goes to, and not us: 550 to 559.
fn is_about_address(error: &Error) -> bool {
    error.status().is_some_and(|code| code.to_string().starts_with("55"))
}

/// Whom we trust to be the mail server: the web's authorities, and those of the configuration.
fn tls_parameters(host: &str, outbound: &Outbound) -> io::Result<TlsParameters> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    for file in &outbound.extra_ca_certificates {
        let certificate = Certificate::from_pem(&fs::read(file)?).map_err(io::Error::other)?;
        parameters = parameters.add_root_certificate(certificate);
    }
    parameters.build_rustls().map_err(io::Error::other)
}
