/** Pictures and portraits to look at in screenshots, drawn here: shapes in SVG that the browser turns into JPEG. */
import type { Browser } from 'playwright-core';

/** The same numbers in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const gradient = (id: string, stops: readonly string[], isLevel = false) =>
  `<linearGradient id="${id}" x2="${isLevel ? 1 : 0}" y2="${isLevel ? 0 : 1}">${stops
    .map((stop, index) => `<stop offset="${index / (stops.length - 1)}" stop-color="${stop}"/>`)
    .join('')}</linearGradient>`;

/** The outline of hills, from side to side and down to the edge. */
function ridge(seed: number, height: number, rough: number): string {
  const next = dice(seed);
  let points = '';
  let y = height;
  for (let x = 0; x <= 1200; x += 40) {
    y += (next() - 0.5) * rough;
    y += (height - y) * 0.1;
    points += `L${x} ${y.toFixed(0)} `;
  }
  return `M0 800 ${points}L1200 800Z`;
}

function waves(seed: number, from: number, to: number, colour: string): string {
  const next = dice(seed);
  let path = '';
  for (let y = from; y < to; y += 9) {
    for (let count = 0; count < 6; count += 1) {
      const width = 12 + (y - from) * 0.3 * next();
      path += `M${(next() * 1200).toFixed(0)} ${y}h${width.toFixed(0)}`;
    }
  }
  return `<path d="${path}" stroke="${colour}" stroke-width="3" stroke-linecap="round" opacity=".5"/>`;
}

const boat = (x: number, y: number, size: number, sail: string) =>
  `<g transform="translate(${x} ${y}) scale(${size})"><path d="M0-92V0h62C50-40 30-70 0-92z" fill="${sail}"/><path d="M-8-76V0h-40c8-34 22-58 40-76z" fill="#fff" opacity=".85"/><path d="M-60 8H78C70 30 54 38 36 38h-62C-44 38-56 28-60 8z" fill="#5b3a29"/></g>`;

const drawn = (defs: string, shapes: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" preserveAspectRatio="xMidYMid slice"><defs>${defs}</defs>${shapes}</svg>`;

export const scenes = {
  lighthouse: drawn(
    gradient('sky', ['#20345f', '#6b5b95', '#f08a5d', '#f9d29d']) +
      gradient('sea', ['#e8956a', '#3d5a80', '#1d2f4f']) +
      gradient('beam', ['#fff3c4', '#fff3c400'], true),
    `<path fill="url(#sky)" d="M0 0h1200v520H0z"/><circle cx="330" cy="500" r="90" fill="#ffe8b8"/><path fill="url(#sea)" d="M0 500h1200v300H0z"/>${waves(7, 516, 790, '#ffdcae')}<path d="${ridge(3, 470, 20)}" fill="#2b3a5c" opacity=".35" transform="translate(0 20) scale(1 .98)"/><path d="M1200 800V560c-80-36-150-44-210-24-60 18-90 70-150 96-50 24-100 60-120 168z" fill="#24303f"/><path d="M955 262 250 150v120z" fill="url(#beam)" opacity=".55" transform="rotate(180 955 262) translate(0 0)"/><path d="M922 540l16-250h60l16 250z" fill="#f6f1e7"/><path d="M933 370l4-52h62l4 52zM926 470l4-52h76l4 52z" fill="#c8553d"/><path d="M932 276h72v18h-72z" fill="#24303f"/><path d="M942 240h52v36h-52z" fill="#fff0b3"/><path d="M936 242q32-44 64 0z" fill="#c8553d"/><path d="M180 190q16-14 30 0 14-14 30 0M270 240q12-10 22 0 10-10 22 0" fill="none" stroke="#2b2f44" stroke-width="5" stroke-linecap="round"/>`,
  ),
  mountains: drawn(
    gradient('sky', ['#8ec9f0', '#d9eefb', '#fdf3e0']) +
      gradient('lake', ['#9fd0e6', '#3f8fb0', '#236a8c']),
    `<path fill="url(#sky)" d="M0 0h1200v800H0z"/><circle cx="900" cy="170" r="60" fill="#fff6d8"/><path d="${ridge(11, 330, 130)}" fill="#a9bfd6"/><path d="${ridge(29, 400, 110)}" fill="#7f9dbb"/><path d="${ridge(5, 470, 70)}" fill="#55789a"/><path d="${ridge(41, 530, 34)}" fill="#3c6b5b"/><path fill="url(#lake)" d="M0 570h1200v230H0z"/>${waves(13, 590, 790, '#e8f7ff')}<path d="M70 600l34-120 34 120zM130 620l44-170 44 170zM215 605l30-110 30 110zM1010 610l40-150 40 150zM1080 630l46-190 46 190z" fill="#1f4a3d"/>`,
  ),
  regatta: drawn(
    gradient('sky', ['#5db7e8', '#bfe6f7']) + gradient('sea', ['#4aa5c8', '#1f6f9a', '#134b70']),
    `<path fill="url(#sky)" d="M0 0h1200v360H0z"/><g fill="#fff" opacity=".9"><ellipse cx="260" cy="130" rx="130" ry="34"/><ellipse cx="330" cy="110" rx="80" ry="40"/><ellipse cx="880" cy="180" rx="150" ry="30"/><ellipse cx="830" cy="158" rx="80" ry="36"/></g><path d="${ridge(17, 350, 24)}" fill="#6f9d7c"/><path fill="url(#sea)" d="M0 360h1200v440H0z"/>${waves(23, 380, 790, '#d6f1fb')}${boat(240, 430, 0.7, '#f2c14e')}${boat(520, 500, 1.1, '#f25c54')}${boat(930, 590, 1.9, '#2a9d8f')}`,
  ),
  cottage: drawn(
    gradient('sky', ['#f7b267', '#f9d8a8', '#fdf0d5']) + gradient('field', ['#8ab17d', '#5a8f5c']),
    `<path fill="url(#sky)" d="M0 0h1200v800H0z"/><circle cx="240" cy="330" r="80" fill="#fff3d6"/><path d="${ridge(31, 430, 60)}" fill="#c98f6b"/><path d="${ridge(8, 500, 40)}" fill="#9c8a5e"/><path d="M0 560q300-60 620-10t580-20v270H0z" fill="url(#field)"/><path d="M640 570V430l130-90 130 90v140z" fill="#f3e3cf"/><path d="M610 440l160-120 160 120-18 16-142-104-142 104z" fill="#a4483b"/><path d="M745 570v-90h50v90z" fill="#6b4a35"/><path d="M670 460h44v44h-44zM826 460h44v44h-44z" fill="#7fb7c9"/><path d="M850 350v-60h34v86z" fill="#8d4438"/><g fill="#3d6b45"><circle cx="480" cy="520" r="60"/><circle cx="1020" cy="510" r="74"/><circle cx="1090" cy="540" r="52"/></g><path d="M472 570h16v50h-16zM1012 570h16v54h-16z" fill="#5d4330"/>`,
  ),
  night: drawn(
    gradient('sky', ['#0b1437', '#23305f', '#553d67']) + gradient('sea', ['#2a2f5b', '#10163a']),
    (() => {
      const next = dice(99);
      let shapes = '<path fill="url(#sky)" d="M0 0h1200v800H0z"/>';
      for (let star = 0; star < 90; star += 1) {
        shapes += `<circle cx="${(next() * 1200).toFixed(0)}" cy="${(next() * 420).toFixed(0)}" r="${(1 + next() * 2).toFixed(1)}" fill="#fff" opacity="${(0.4 + next() * 0.6).toFixed(2)}"/>`;
      }
      for (let house = 0; house < 15; house += 1) {
        const [x, height] = [house * 82 - 10, 120 + next() * 240];
        shapes += `<path d="M${x} ${(600 - height).toFixed(0)}h74V600h-74z" fill="#141a3c"/>`;
        for (let lamp = 0; lamp < 10; lamp += 1) {
          if (next() < 0.4) continue;
          const row = Math.floor(lamp / 2);
          if (row * 40 + 40 > height) continue;
          shapes += `<path d="M${x + 14 + (lamp % 2) * 30} ${(620 - height + row * 40).toFixed(0)}h16v20h-16z" fill="#ffd97d" opacity=".85"/>`;
        }
      }
      return `${shapes}<circle cx="960" cy="130" r="54" fill="#f7efd5"/><path fill="url(#sea)" d="M0 600h1200v200H0z"/>${waves(77, 612, 790, '#ffd97d')}`;
    })(),
  ),
} as const;

interface Looks {
  readonly ground: readonly [string, string];
  readonly skin: string;
  readonly hair: string;
  readonly shirt: string;
  readonly cut: 'long' | 'short' | 'bun' | 'curls' | 'cap' | 'beard';
}

const cuts: Readonly<
  Record<Looks['cut'], (hair: string) => readonly [behind: string, over: string]>
> = {
  long: (hair) => [
    `<path d="M112 150c0-70 38-106 88-106s88 36 88 106v120H112z" fill="${hair}"/>`,
    `<path d="M136 172c4-44 34-66 66-70 34 6 58 28 62 70 4-60-22-106-64-106s-68 46-64 106z" fill="${hair}"/>`,
  ],
  short: (hair) => [
    '',
    `<path d="M134 178c-12-70 18-116 68-116 48 0 78 42 64 116-4-34-18-52-34-60-34 10-66 8-84-4-6 16-12 34-14 64z" fill="${hair}"/>`,
  ],
  bun: (hair) => [
    `<circle cx="200" cy="60" r="36" fill="${hair}"/><path d="M122 170c0-66 32-96 78-96s78 30 78 96z" fill="${hair}"/>`,
    `<path d="M134 172c2-48 26-72 66-76 40 4 64 28 66 76 2-66-24-100-66-100s-68 34-66 100z" fill="${hair}"/>`,
  ],
  curls: (hair) => [
    `<g fill="${hair}"><circle cx="140" cy="120" r="42"/><circle cx="180" cy="84" r="44"/><circle cx="226" cy="84" r="44"/><circle cx="262" cy="122" r="42"/><circle cx="126" cy="168" r="34"/><circle cx="274" cy="168" r="34"/></g>`,
    `<g fill="${hair}"><circle cx="160" cy="116" r="26"/><circle cx="200" cy="104" r="28"/><circle cx="240" cy="116" r="26"/></g>`,
  ],
  cap: (hair) => [
    '',
    `<path d="M130 142c0-56 30-82 70-82s70 26 70 82z" fill="${hair}"/><path d="M122 138h156c10 0 12 20 0 20H122c-12 0-10-20 0-20z" fill="${hair}" opacity=".8"/>`,
  ],
  beard: (hair) => [
    '',
    `<path d="M134 168c-8-66 20-106 66-106s74 40 66 106c-6-28-18-46-32-54-30 8-56 6-72-4-12 12-22 28-28 58z" fill="${hair}"/><path d="M136 190c2 58 30 88 64 88s62-30 64-88c-12 22-26 28-40 28-12 0-36 0-48 0-14 0-28-6-40-28z" fill="${hair}"/><path d="M182 236q18 10 36 0" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round"/>`,
  ],
};

/** A face, in a few strokes. */
export function portrait({ ground, skin, hair, shirt, cut }: Looks): string {
  const [behind, over] = cuts[cut](hair);
  const mouth =
    cut === 'beard'
      ? ''
      : '<path d="M178 226q22 20 44 0" fill="none" stroke="#5b2d26" stroke-width="6" stroke-linecap="round"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><defs>${gradient('g', ground)}</defs><path fill="url(#g)" d="M0 0h400v400H0z"/>${behind}<path d="M60 400c4-84 62-116 140-116s136 32 140 116z" fill="${shirt}"/><path d="M172 240h56v58c-18 18-38 18-56 0z" fill="${skin}"/><path d="M172 262q28 22 56 0v18q-28 22-56 0z" opacity=".18"/><path d="M136 170c0-56 26-86 64-86s64 30 64 86c0 60-28 98-64 98s-64-38-64-98z" fill="${skin}"/><circle cx="176" cy="182" r="7" fill="#2b2422"/><circle cx="224" cy="182" r="7" fill="#2b2422"/>${mouth}${over}</svg>`;
}

/** The drawing as a file to send. */
export async function paint(
  browser: Browser,
  drawing: string,
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<body style="margin:0">${drawing}</body>`);
  await page.addStyleTag({ content: 'svg { display: block; width: 100vw; height: 100vh }' });
  const picture = await page.screenshot({ type: 'jpeg', quality: 84 });
  await page.close();
  return new Uint8Array(picture);
}
