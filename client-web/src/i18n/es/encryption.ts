import type { encryption as en } from '../en/encryption';
import type { Translation } from '../translation';

export const encryption: Translation<typeof en> = {
  'encryption.verify.title': 'Verifica esta sesión',
  'encryption.verify.hint': 'Hasta entonces, los mensajes antiguos siguen bloqueados aquí.',
  'encryption.verify.start': 'Verificar',
  'encryption.recovery.title': 'Pon tus mensajes a salvo',
  'encryption.recovery.hint':
    'Con una clave de recuperación podrás leerlos aunque pierdas todos tus dispositivos.',
  'encryption.recovery.start': 'Configurar',
  'encryption.recovery.explain':
    'Solo tú y las personas a las que escribes podéis leer tus mensajes. Para leerlos en un dispositivo nuevo necesitas otro dispositivo tuyo o una clave de recuperación. Tu contraseña no sirve para esto, porque el servidor la conoce.',
  'encryption.recovery.make': 'Continuar',
  'encryption.later': 'Recordármelo mañana',
  'encryption.done': 'Listo',
  'encryption.way.key': 'Crear una clave para guardarla',
  'encryption.way.phrase': 'Usar también una frase que pueda recordar',
  'encryption.phrase': 'Frase',
  'encryption.phraseHint': 'Varias palabras que nadie más juntaría. No tu contraseña.',
  'encryption.phraseShort':
    '{count, plural, one {Al menos # carácter.} other {Al menos # caracteres.}}',
  'encryption.key.title': 'Tu clave de recuperación',
  'encryption.key.explain':
    'Guárdala donde solo tú puedas encontrarla, por ejemplo en un gestor de contraseñas. Solo se muestra ahora.',
  'encryption.key.file': 'Clave de recuperación de Heliograph',
  'encryption.key.copy': 'Copiar',
  'encryption.key.save': 'Guardar como archivo',
  'encryption.key.kept': 'La he guardado en un lugar seguro',
  'encryption.unlock.explain':
    'Demuestra que esta sesión es tuya. Así podrás leer aquí tus mensajes antiguos y los demás verán que eres tú.',
  'encryption.unlock.device': 'Usar otro dispositivo',
  'encryption.unlock.deviceHint': 'Compara unas imágenes en ambos',
  'encryption.unlock.key': 'Clave de recuperación',
  'encryption.unlock.keyOrPhrase': 'Clave o frase de recuperación',
  'encryption.unlock.file': 'Desde un archivo',
  'encryption.unlock.submit': 'Desbloquear',
  'encryption.unlock.done': 'Esta sesión está verificada',
  'encryption.unlock.lost': 'No tengo ninguna de las dos cosas',
  'encryption.reset.title': '¿Empezar de nuevo con claves nuevas?',
  'encryption.reset.lose':
    'Los mensajes antiguos que aquí están bloqueados lo estarán para siempre.',
  'encryption.reset.others': 'Quienes te verificaron sabrán que tus claves han cambiado.',
  'encryption.reset.keep': 'Tu cuenta, tus chats y tus contactos se quedan.',
  'encryption.reset.confirm': 'Empezar de nuevo',
  'encryption.reset.done': 'Tienes claves nuevas. Ahora configura una clave de recuperación.',
};
