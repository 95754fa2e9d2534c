import type { errors as en } from '../en/errors';
import type { Translation } from '../translation';

export const errors: Translation<typeof en> = {
  'error.unreachable': 'El servidor no responde. Revisa tu conexión e inténtalo de nuevo.',
  'error.notAHomeserver':
    'En esta dirección no hay ningún servidor de chat. Revisa cómo está escrita.',
  'error.badAnswer':
    'El servidor tiene un problema en este momento. No se ha perdido nada; inténtalo en un minuto.',
  'error.wrongCredentials': 'El nombre de usuario o la contraseña no son correctos.',
  'error.accountDeactivated': 'Esta cuenta se cerró y ya no se puede usar.',
  'error.usernameTaken': 'Este nombre de usuario ya está en uso. Elige otro.',
  'error.usernameInvalid': 'Usa solo minúsculas, cifras y . _ - = /',
  'error.passwordTooWeak': 'Esta contraseña es fácil de adivinar. Hazla más larga.',
  'error.registrationClosed':
    'Este servidor no acepta cuentas nuevas. Pide una a quien lo administra.',
  'error.registrationTokenRequired':
    'Este servidor pide un código de registro. Pídelo a quien lo administra.',
  'error.registrationTokenWrong': 'Este código de registro no vale. Revísalo o pide otro.',
  'error.unsupportedRegistration': 'Este servidor pide un paso de registro que aquí aún no existe.',
  'error.signedOut': 'Se cerró tu sesión. Vuelve a entrar para seguir.',
  'error.rateLimited':
    'Demasiados intentos. {seconds, plural, =0 {Inténtalo dentro de un momento.} other {Inténtalo dentro de # s.}}',
  'error.forbidden': 'Aquí no tienes permiso para hacer esto.',
  'error.notFound': 'No se ha encontrado. Puede que se haya eliminado.',
  'error.tooLarge': 'Este mensaje es demasiado largo. Acórtalo e inténtalo de nuevo.',
  'error.unknown': 'No ha funcionado: {detail}',
  'error.passwordRequired': 'Escribe la contraseña de tu cuenta para seguir.',
  'error.wrongRecoveryKey':
    'Esta clave o frase de recuperación no es la de tu cuenta. Revisa que no falten caracteres.',
  'error.wrongPassphrase': 'Esta frase no abre el archivo.',
  'error.notAKeyFile':
    'Este archivo no contiene claves de mensajes. Elige uno exportado desde una aplicación de chat.',
  'error.identityChanged':
    'Alguien de este chat a quien habías verificado usa ahora claves nuevas. Verifícale otra vez o acepta las claves nuevas en su perfil; no se ha enviado nada.',
  'error.encryptionUnavailable':
    'Este navegador no puede cifrar mensajes aquí. Abre la página por https y permite que guarde datos.',
  'error.wrongCode':
    'Este no es el código de esta verificación. Escanea el que muestra ahora el otro lado.',
};
