//! Holds the credentials, and renews them: before they expire, and when the server refuses them.

use std::path::PathBuf;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{Request, Response, header};
use jiff::{SignedDuration, Timestamp};
use kube::{Client, Config, Error, client::Body};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;

use super::{connection, credentials::Credentials, excerpt::one_line};
use crate::{
    client::{ConnectError, RequestError, RequestErrorKind, credential_plugin::Plugin},
    clock::Clock,
};

/// How long before its expiry a credential is renewed, so that it does not expire on the way to the server.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// Where new credentials come from.
pub(in crate::client) enum Renewal {
    /// There is no `Authorization` header to send, and nothing to renew.
    Never,
    /// A token or a password that does not change.
    Fixed(Credentials),
    /// A file that another program keeps up to date, for example a service account's token.
    TokenFile {
        /// The entry that names the file, in words.
        entry: String,
        /// The file.
        file: PathBuf,
    },
    /// A login command.
    Plugin(Box<Plugin>),
}

/// The client and the credentials of a request.
#[derive(Clone)]
pub(super) struct Session {
    client: Client,
    /// `None` if a client certificate identifies the user, or nothing does.
    pub(super) credentials: Option<Credentials>,
    expires: Option<Timestamp>,
    /// The number of renewals so far.
    generation: u64,
}

impl Session {
    /// Sends one request once.
    pub(super) async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, Error> {
        if let Some(credentials) = &self.credentials {
            let value = credentials.value();
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        self.client.send(request).await
    }
}

/// The credentials of a client.
pub(in crate::client) struct Login {
    /// The configuration without credentials that change.
    config: Config,
    renewal: Renewal,
    clock: Clock,
    /// Locked while a login command runs, so that parallel requests run it only once.
    held: Mutex<Session>,
}

impl Login {
    /// Gets the first credentials, and builds kube's client with them.
    pub(in crate::client) async fn open(
        config: Config,
        renewal: Renewal,
        now: Timestamp,
    ) -> Result<Self, ConnectError> {
        let fresh = fetch(&renewal).await.map_err(ConnectError::Login)?;
        let session = build(&config, fresh, 0)?;
        Ok(Self {
            config,
            renewal,
            clock: Clock::at(now),
            held: Mutex::new(session),
        })
    }

    /// The session to send a request with, renewed first if it is about to expire.
    pub(super) async fn session(&self) -> Result<Session, RequestError> {
        let mut held = self.held.lock().await;
        match &self.renewal {
            Renewal::Never | Renewal::Fixed(_) => {}
            // Reading the file each time is cheap. If the file is gone, the last token stays in use, as in
            // client-go (kubernetes/kubernetes#68164).
            Renewal::TokenFile { .. } => {
                if let Ok(fresh) = fetch(&self.renewal).await {
                    held.credentials = fresh.credentials;
                }
            }
            Renewal::Plugin(_) => {
                if held
                    .expires
                    .is_some_and(|expires| expires.duration_since(self.clock.now()) <= MARGIN)
                {
                    *held = self.replace(&held).await?;
                }
            }
        }
        Ok(held.clone())
    }

    /// The session to use after a 401 to `refused`; `None` if there are no other credentials.
    pub(super) async fn renew(&self, refused: &Session) -> Result<Option<Session>, RequestError> {
        if !matches!(self.renewal, Renewal::Plugin(_)) {
            return Ok(None);
        }
        let mut held = self.held.lock().await;
        if held.generation == refused.generation {
            *held = self.replace(&held).await?;
        }
        Ok(Some(held.clone()))
    }

    async fn replace(&self, old: &Session) -> Result<Session, RequestError> {
        tracing::info!(target: "decision", "renewing the credentials");
        let fresh = fetch(&self.renewal).await?;
        let generation = old.generation + 1;
        if fresh.identity.is_none() {
            return Ok(Session {
                client: old.client.clone(),
                credentials: fresh.credentials,
                expires: fresh.expires,
                generation,
            });
        }
        build(&self.config, fresh, generation)
            .map_err(|error| RequestError::new(RequestErrorKind::Login, error.to_string()))
    }
}

/// Credentials, ready to be used.
struct Fresh {
    credentials: Option<Credentials>,
    identity: Option<(String, SecretString)>,
    expires: Option<Timestamp>,
}

async fn fetch(renewal: &Renewal) -> Result<Fresh, RequestError> {
    match renewal {
        Renewal::Never => Ok(Fresh {
            credentials: None,
            identity: None,
            expires: None,
        }),
        Renewal::Fixed(credentials) => Ok(Fresh {
            credentials: Some(credentials.clone()),
            identity: None,
            expires: None,
        }),
        Renewal::TokenFile { entry, file } => {
            let unusable = |why: &str| {
                let text = format!("the token file of {entry}, {}, {why}", file.display());
                RequestError::new(RequestErrorKind::Login, text)
            };
            let token = tokio::fs::read_to_string(file).await;
            let token =
                SecretString::from(token.map_err(|error| unusable(&format!("cannot be read: {error}")))?);
            let credentials = Credentials::bearer(&token).ok_or_else(|| unusable("holds no token"))?;
            Ok(Fresh {
                credentials: Some(credentials),
                identity: None,
                expires: None,
            })
        }
        Renewal::Plugin(plugin) => {
            let credential = plugin.run().await?;
            let credentials = credential.token.as_ref().map(|token| {
                Credentials::bearer(token).ok_or_else(|| {
                    RequestError::new(
                        RequestErrorKind::Login,
                        "the login command gave a malformed token",
                    )
                })
            });
            Ok(Fresh {
                credentials: credentials.transpose()?,
                identity: credential.identity,
                expires: credential.expires,
            })
        }
    }
}

fn build(config: &Config, fresh: Fresh, generation: u64) -> Result<Session, ConnectError> {
    let mut config = config.clone();
    if let Some((certificate, key)) = fresh.identity {
        config.auth_info.client_certificate_data = Some(BASE64_STANDARD.encode(certificate));
        config.auth_info.client_key_data = Some(BASE64_STANDARD.encode(key.expose_secret()).into());
    }
    let client = connection::client(&config).map_err(|error| {
        let cause = one_line(&super::no_answer::innermost(&*error).to_string(), 200);
        ConnectError::Settings(format!(
            "the connection cannot be set up with these certificates and credentials: {cause}"
        ))
    })?;
    Ok(Session {
        client,
        credentials: fresh.credentials,
        expires: fresh.expires,
        generation,
    })
}
