/** Bars that float over the messages, and the room that the messages leave for them. */

/** As a ref: keeps the height of an element in a property of the column that it floats in. */
export function makeRoom(bars: HTMLElement | null): (() => void) | undefined {
  const column = bars?.parentElement;
  if (bars === null || column == null) return undefined;
  const observer = new ResizeObserver(() => {
    // Whatever is set is inherited by all that is in the column: without bars, which is usual, nothing is.
    if (bars.offsetHeight === 0) column.style.removeProperty('--strip-height');
    else column.style.setProperty('--strip-height', `${bars.offsetHeight}px`);
  });
  observer.observe(bars);
  return () => {
    observer.disconnect();
    column.style.removeProperty('--strip-height');
  };
}
