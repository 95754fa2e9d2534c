/** Messages of nothing but emoji are shown large. */

const MOST_SHOWN_LARGE = 7;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A whole grapheme that is drawn as a picture: not a digit or a sign that merely may be. */
const EMOJI =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/** How many emoji the text consists of, spaces aside; null when there is anything else, nothing, or too many to show large. */
export function emojiCount(text: string): number | null {
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (/^\s+$/u.test(segment)) continue;
    if (!EMOJI.test(segment)) return null;
    count += 1;
    if (count > MOST_SHOWN_LARGE) return null;
  }
  return count === 0 ? null : count;
}
