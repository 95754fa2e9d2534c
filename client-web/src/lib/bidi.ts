/** Characters that turn the direction of what follows them, and so could make a sentence around a name say something else. */
const DIRECTION_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A name as it can stand within a sentence of plain text. */
export function withoutDirectionControls(name: string): string {
  return name.replace(DIRECTION_CONTROLS, '');
}
