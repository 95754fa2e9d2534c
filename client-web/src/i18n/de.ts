import type { Catalogue } from './en';

/** Every word of the interface, in German. */
export const de: Catalogue = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'Deine Chats werden geöffnet…',
  'app.skipToChats': 'Zur Chatliste springen',
  'app.skipToMessages': 'Zu den Nachrichten springen',
  'app.skipToComposer': 'Zum Schreiben springen',
  'app.notFound': 'Diese Seite gibt es nicht',
  'app.notFoundHint': 'Vielleicht ist die Adresse vertippt oder veraltet.',
  'app.backToChats': 'Zu deinen Chats',

  'common.back': 'Zurück',
  'common.cancel': 'Abbrechen',
  'common.close': 'Schließen',
  'common.delete': 'Löschen',
  'common.retry': 'Erneut versuchen',
  'common.save': 'Speichern',
  'common.copied': 'Kopiert',

  'failure.region': 'Hier ist etwas schiefgegangen',
  'failure.reload': 'Diesen Teil neu laden',
  'failure.copy': 'Einzelheiten kopieren',
  'failure.page': 'Etwas ist schiefgegangen. Deine Nachrichten sind sicher.',
  'failure.reloadPage': 'Seite neu laden',

  'error.unreachable':
    'Der Server antwortet nicht. Prüfe deine Verbindung und versuche es noch einmal.',
  'error.notAHomeserver':
    'Unter dieser Adresse gibt es keinen Chat-Server. Prüfe die Schreibweise.',
  'error.badAnswer':
    'Der Server hat gerade ein Problem. Nichts ging verloren; versuche es in einer Minute wieder.',
  'error.wrongCredentials': 'Benutzername oder Passwort ist falsch.',
  'error.accountDeactivated': 'Dieses Konto wurde geschlossen und kann nicht mehr benutzt werden.',
  'error.usernameTaken': 'Dieser Benutzername ist vergeben. Wähle einen anderen.',
  'error.usernameInvalid': 'Erlaubt sind nur Kleinbuchstaben, Ziffern und . _ - = /',
  'error.passwordTooWeak': 'Dieses Passwort ist zu leicht zu erraten. Nimm ein längeres.',
  'error.registrationClosed':
    'Dieser Server nimmt keine neuen Konten an. Bitte den Betreiber um eines.',
  'error.registrationTokenRequired':
    'Dieser Server verlangt einen Registrierungscode. Bitte den Betreiber um einen.',
  'error.registrationTokenWrong':
    'Dieser Registrierungscode ist ungültig. Prüfe ihn oder bitte um einen neuen.',
  'error.unsupportedRegistration':
    'Dieser Server verlangt einen Anmeldeschritt, den es hier noch nicht gibt.',
  'error.signedOut': 'Du wurdest abgemeldet. Melde dich neu an, um weiterzumachen.',
  'error.rateLimited':
    'Zu viele Versuche. {seconds, plural, =0 {Versuche es gleich noch einmal.} other {Versuche es in # s wieder.}}',
  'error.forbidden': 'Das darfst du hier nicht tun.',
  'error.notFound': 'Das wurde nicht gefunden. Vielleicht wurde es entfernt.',
  'error.tooLarge': 'Diese Nachricht ist zu lang. Kürze sie und versuche es noch einmal.',
  'error.unknown': 'Das hat nicht geklappt: {detail}',

  'auth.signIn': 'Anmelden',
  'auth.signInTitle': 'Bei Heliograph anmelden',
  'auth.signInHint': 'Gib deinen Benutzernamen und dein Passwort ein.',
  'auth.signUp': 'Konto anlegen',
  'auth.signUpTitle': 'Lege dein Konto an',
  'auth.signUpHint':
    'Wähle, wie andere dich finden. Einen Anzeigenamen kannst du später festlegen.',
  'auth.toSignUp': 'Neu hier? Konto anlegen',
  'auth.toSignIn': 'Schon ein Konto? Anmelden',
  'auth.username': 'Benutzername',
  'auth.password': 'Passwort',
  'auth.passwordHint': 'Mindestens 8 Zeichen.',
  'auth.showPassword': 'Passwort zeigen',
  'auth.hidePassword': 'Passwort verbergen',
  'auth.token': 'Registrierungscode',
  'auth.server': 'Server',
  'auth.serverLine': 'Auf {server}',
  'auth.changeServer': 'Ändern',
  'auth.usernameRequired': 'Gib deinen Benutzernamen ein.',
  'auth.passwordRequired': 'Gib dein Passwort ein.',
  'auth.passwordShort': 'Nimm mindestens 8 Zeichen.',
  'auth.revoked':
    'Du wurdest abgemeldet. Die Sitzung wurde von einem anderen Gerät oder durch ein neues Passwort beendet.',

  'connection.network': 'Warten auf Netzwerk…',
  'connection.connecting': 'Verbinden…',
  'connection.updating': 'Aktualisieren…',
  'connection.server':
    'Der Server ist nicht erreichbar. {seconds, plural, =0 {Neuer Versuch läuft…} other {Neuer Versuch in # s}}',
  'connection.retryNow': 'Jetzt versuchen',

  'menu.open': 'Menü öffnen',
  'menu.newGroup': 'Neue Gruppe',
  'menu.newChat': 'Neuer privater Chat',
  'menu.settings': 'Einstellungen',
  'menu.nightMode': 'Nachtmodus',
  'menu.dayMode': 'Tagmodus',

  'chats.title': 'Chats',
  'chats.loading': 'Deine Chats werden geladen',
  'chats.empty': 'Fang an zu schreiben',
  'chats.emptyHint': 'Finde jemanden zum Reden oder bring ein paar Leute zusammen.',
  'chats.draft': 'Entwurf:',
  'chats.you': 'Du',
  'chats.sender': '{name}: ',
  'chats.noMessages': 'Noch keine Nachrichten…',
  'chats.unread': '{count, plural, one {# ungelesene Nachricht} other {# ungelesene Nachrichten}}',
  'chats.mention': 'Du wurdest erwähnt',
  'chats.invite': 'Einladung',
  'chats.inviteFrom': '{name} lädt dich ein',
  'chats.inviteBare': 'Du bist eingeladen',
  'chats.knocking': 'Wartet auf Einlass',
  'chats.newChat': 'Neuer Chat',

  'room.empty': 'Leerer Chat',
  'room.members': '{count, plural, one {# Mitglied} other {# Mitglieder}}',
  'room.invited': 'Ist noch nicht beigetreten',
  'room.more': 'Weitere Aktionen',
  'room.leave': 'Chat verlassen',
  'room.leaveTitle': '„{name}“ verlassen?',
  'room.leaveHint':
    'Du bekommst keine Nachrichten mehr von dort. Um zurückzukommen, brauchst du vielleicht eine neue Einladung.',
  'room.left': 'Du hast „{name}“ verlassen',
  'room.copyLink': 'Link kopieren',
  'room.linkCopied': 'Link kopiert',
  'room.none': 'Wähle einen Chat, um zu schreiben',
  'room.unknown': 'Dieser Chat steht nicht in deiner Liste',
  'room.unknownHint': 'Vielleicht bist du noch nicht dabei, oder er wurde geschlossen.',
  'room.join': 'Beitreten',

  'typing.direct': 'schreibt',
  'typing.one': '{a} schreibt',
  'typing.two': '{a} und {b} schreiben',
  'typing.many': '{count, plural, one {# Person schreibt} other {# Personen schreiben}}',

  'invite.title': 'Du bist eingeladen',
  'invite.direct': '{name} möchte mit dir chatten',
  'invite.group': '{name} lädt dich in diese Gruppe ein',
  'invite.accept': 'Annehmen',
  'invite.decline': 'Ablehnen',
  'invite.acceptNamed': 'Einladung zu {name} annehmen',
  'invite.declineNamed': 'Einladung zu {name} ablehnen',

  'search.label': 'Suchen',
  'search.clear': 'Suche leeren',
  'search.results': 'Suchergebnisse',
  'search.chats': 'Chats',
  'search.people': 'Personen',
  'search.nothing': 'Nichts gefunden',
  'search.nothingHint':
    'Zu „{query}“ gibt es keinen Chat und keine Person. Personen findest du auch über ihre volle Adresse, etwa @anna:example.org.',

  'newChat.title': 'Neuer privater Chat',
  'newChat.field': 'Name oder Adresse',
  'newChat.hint': 'Gib einen Namen ein oder eine volle Adresse wie @anna:example.org.',
  'newGroup.title': 'Neue Gruppe',
  'newGroup.name': 'Name der Gruppe',
  'newGroup.topic': 'Beschreibung (freiwillig)',
  'newGroup.people': 'Personen hinzufügen',
  'newGroup.peopleHint': 'Du kannst auch später Personen hinzufügen.',
  'newGroup.selected':
    '{count, plural, =0 {Noch niemand hinzugefügt} one {# Person hinzugefügt} other {# Personen hinzugefügt}}',
  'newGroup.remove': '{name} entfernen',
  'newGroup.create': 'Gruppe anlegen',
  'newGroup.nameRequired': 'Gib der Gruppe einen Namen.',

  'composer.label': 'Nachricht',
  'composer.send': 'Senden',
  'composer.notAllowed': 'Hier kannst du keine Nachrichten senden',

  'timeline.label': 'Nachrichten',
  'timeline.loading': 'Nachrichten werden geladen',
  'timeline.loadingOlder': 'Ältere Nachrichten werden geladen',
  'timeline.olderFailed': 'Ältere Nachrichten konnten nicht geladen werden',
  'timeline.unread': 'Ungelesene Nachrichten',
  'timeline.toBottom': 'Zur neuesten Nachricht',
  'timeline.newBelow':
    '{count, plural, one {# neue Nachricht weiter unten} other {# neue Nachrichten weiter unten}}',
  'timeline.empty': 'Noch keine Nachrichten…',
  'timeline.emptyHint': 'Schreib die erste.',
  'timeline.announce': '{name}: {text}',

  'message.edited': 'bearbeitet',
  'message.deleted': 'Gelöschte Nachricht',
  'message.undecryptable': 'Warten auf diese Nachricht',
  'message.unsupported': 'Diese Nachricht wird hier noch nicht unterstützt.',
  'message.queued': 'Wartet aufs Senden',
  'message.sending': 'Wird gesendet',
  'message.sent': 'Gesendet',
  'message.read': 'Gelesen',
  'message.failed': 'Nicht gesendet',
  'message.failedActions': 'Nachricht nicht gesendet. Wähle, was geschehen soll',
  'message.showMore': 'Mehr anzeigen',
  'message.copy': 'Text kopieren',
  'message.sentAt': 'Gesendet am {date}',

  'day.today': 'Heute',
  'day.yesterday': 'Gestern',

  'service.created.direct': '{by, select, me {Du hast} other {{actor} hat}} den Chat begonnen',
  'service.created': '{by, select, me {Du hast} other {{actor} hat}} die Gruppe angelegt',
  'service.joined': '{whom, select, me {Du bist beigetreten} other {Beigetreten: {people}}}',
  'service.left': '{whom, select, me {Du bist gegangen} other {Gegangen: {people}}}',
  'service.invited':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} eingeladen',
  'service.rejectedInvite':
    '{whom, select, me {Du hast die Einladung abgelehnt} other {Einladung abgelehnt: {people}}}',
  'service.withdrewInvite':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {deine Einladung zurückgenommen} other {die Einladung zurückgenommen: {people}}}',
  'service.knocked':
    '{whom, select, me {Du möchtest beitreten} other {Möchte beitreten: {people}}}',
  'service.kicked':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} entfernt',
  'service.kickedReason':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} entfernt: {reason}',
  'service.banned':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} gesperrt',
  'service.bannedReason':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} gesperrt: {reason}',
  'service.unbanned':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} entsperrt',
  'service.renamedSelf': '{by, select, me {Du heißt} other {{from} heißt}} jetzt {to}',
  'service.removedName':
    '{by, select, me {Du hast deinen} other {{from} hat den eigenen}} Namen entfernt',
  'service.changedOwnAvatar':
    '{by, select, me {Du hast dein} other {{actor} hat das eigene}} Foto geändert',
  'service.renamedRoom': '{by, select, me {Du hast} other {{actor} hat}} den Chat „{name}“ genannt',
  'service.removedRoomName':
    '{by, select, me {Du hast} other {{actor} hat}} den Namen des Chats entfernt',
  'service.changedTopic':
    '{by, select, me {Du hast} other {{actor} hat}} die Beschreibung geändert: „{topic}“',
  'service.removedTopic':
    '{by, select, me {Du hast} other {{actor} hat}} die Beschreibung entfernt',
  'service.changedRoomAvatar':
    '{by, select, me {Du hast} other {{actor} hat}} das Foto des Chats geändert',
  'service.enabledEncryption':
    '{by, select, me {Du hast} other {{actor} hat}} die Verschlüsselung eingeschaltet',
  'service.upgraded':
    '{by, select, me {Du hast} other {{actor} hat}} diesen Chat in einen neuen Raum verlegt',
  'service.others': '{count, plural, one {# weitere Person} other {# weitere Personen}}',

  'settings.title': 'Einstellungen',
  'settings.profile': 'Profil',
  'settings.name': 'Name',
  'settings.nameHint': 'Andere sehen diesen Namen in ihren Chats.',
  'settings.nameSaved': 'Dein Name wurde geändert',
  'settings.copyId': 'Deine Adresse kopieren',
  'settings.appearance': 'Aussehen',
  'settings.theme.light': 'Hell',
  'settings.theme.dark': 'Dunkel',
  'settings.theme.system': 'Wie das System',
  'settings.language': 'Sprache',
  'settings.session': 'Diese Sitzung',
  'settings.server': 'Server',
  'settings.device': 'Gerät',
  'settings.signOut': 'Abmelden',
  'settings.signOutTitle': 'Abmelden?',
  'settings.signOutHint': 'Entwürfe und wartende Nachrichten auf diesem Gerät gehen verloren.',
};
