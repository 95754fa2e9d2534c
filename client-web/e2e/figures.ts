/** A table of what was measured beside what it must reach. */

interface Figure {
  what: string;
  /** Said beside what was measured. */
  remark: string;
  measured: number;
  limit: number;
  unit: string;
  /** More is better. */
  isFloor: boolean;
}

const figures: Figure[] = [];

export function note(
  what: string,
  measured: number,
  unit: string,
  limit: number,
  remark = '',
): void {
  figures.push({ what, measured, limit, unit, remark, isFloor: false });
}

export function noteFloor(what: string, measured: number, unit: string, limit: number): void {
  figures.push({ what, measured, limit, unit, remark: '', isFloor: true });
}

/** Those that do not reach what they must. */
export function missed(): string[] {
  return figures.filter((figure) => !isReached(figure)).map(({ what }) => what);
}

function isReached({ measured, limit, isFloor }: Figure): boolean {
  return isFloor ? measured >= limit : measured <= limit;
}

/** As Markdown, for the documentation. */
export function table(): string {
  const rows = figures.map((figure) => {
    const { what, measured, limit, unit, remark, isFloor } = figure;
    const digits = measured < 10 && measured % 1 !== 0 ? 1 : 0;
    return [
      what,
      `${measured.toFixed(digits)} ${unit}${remark}`,
      `${isFloor ? '≥' : '≤'} ${limit} ${unit}`,
      isReached(figure) ? 'yes' : '**no**',
    ];
  });
  const lines = [['', 'Measured', 'Must be', 'Reached'], ['---', '---:', '---:', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
