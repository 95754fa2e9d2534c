// Puts a gzipped copy beside every file of the web client's export that is worth it. The server sends those as they
// are, so that nothing is compressed while somebody waits.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const WORTH_IT = /\.(css|html|js|json|map|mjs|svg|txt|wasm|webmanifest|xml)$/;

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !WORTH_IT.test(entry.name)) continue;
  const plain = readFileSync(path);
  const packed = gzipSync(plain, { level: 9 });
  rmSync(`${path}.gz`, { force: true });
  if (plain.length > 1024 && packed.length < plain.length * 0.9) writeFileSync(`${path}.gz`, packed);
}
