/** Case and accents do not matter for finding: "Zoë" is found by "zoe". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
