/** Draws the picture of the rooms in docs/architecture.md from the imports; with --write, puts it into that page. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = join(ROOT, 'docs', 'architecture.md');
const FOLDERS = ['core', 'envs', 'learning', 'penalties', 'agents', 'judging', 'experiments'];
/** Matches static imports and re-exports, imports for their effect, and dynamic imports, all of relative files. */
const IMPORT = /(?:from|^import|import\()\s*'(\.[^']+)'/gm;

/** The room of a file: its folder and the folder inside that, such as 'core/world'. */
function roomOf(file: string): string {
  const parts = dirname(relative(ROOT, file)).split('/');
  return parts.slice(0, 2).join('/');
}

/** For each room the other rooms from which it imports. */
function readImports(): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const folder of FOLDERS) {
    const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !/\.[jt]s$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      const room = roomOf(file);
      const imported = rooms.get(room) ?? new Set();
      for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
        const target = roomOf(join(dirname(file), path));
        if (target !== room && FOLDERS.includes(target.split('/')[0])) imported.add(target);
      }
      rooms.set(room, imported);
    }
  }
  return rooms;
}

/** One row for each folder: the folders from which it imports, marked in their columns. */
function drawFolders(rooms: Map<string, Set<string>>): string[] {
  const folderOf = (room: string) => room.split('/')[0];
  const width = 13;
  const heading = ['imports from'.padEnd(width), ...FOLDERS.slice(0, -1).map((name) => name.padEnd(width))];
  const rows = FOLDERS.map((folder) => {
    const targets = [...rooms].filter(([room]) => folderOf(room) === folder).flatMap(([, imported]) => [...imported]);
    const marks = FOLDERS.slice(0, -1).map((name) =>
      (name !== folder && targets.some((target) => folderOf(target) === name) ? '  ●' : '').padEnd(width),
    );
    return [folder.padEnd(width), ...marks];
  });
  return [heading, ...rows].map((cells) => cells.join('').trimEnd());
}

/** Writes rooms shortly: 'core/{base,world} envs'. */
function group(rooms: readonly string[]): string[] {
  return FOLDERS.flatMap((folder) => {
    const inside = rooms.filter((room) => room.startsWith(`${folder}/`)).map((room) => room.split('/')[1]);
    const names = inside.length > 1 ? `{${inside.join(',')}}` : inside[0];
    return [...rooms.filter((room) => room === folder), ...(inside.length > 0 ? [`${folder}/${names}`] : [])];
  });
}

/** One row for each room: itself, an arrow, and the rooms from which it imports, in lines of at most 118 characters. */
function drawRooms(rooms: Map<string, Set<string>>): string[] {
  const folderOf = (room: string) => FOLDERS.indexOf(room.split('/')[0]);
  const order = [...rooms.keys()].sort((a, b) => folderOf(a) - folderOf(b) || (a < b ? -1 : 1));
  const indent = Math.max(...order.map((room) => room.length)) + 1;
  return order.flatMap((room) => {
    const targets = group(order.filter((target) => rooms.get(room)?.has(target)));
    const lines = [''];
    for (const target of targets) {
      const last = lines[lines.length - 1];
      if (indent + 3 + last.length + target.length > 118) lines.push(target);
      else lines[lines.length - 1] = last === '' ? target : `${last} ${target}`;
    }
    return lines.map((line, i) => {
      const start = i === 0 ? `${room.padEnd(indent)}${targets.length > 0 ? '←' : ' '}` : ' '.repeat(indent + 1);
      return `${start} ${line}`.trimEnd();
    });
  });
}

const rooms = readImports();
const picture = ['```', ...drawFolders(rooms), '', ...drawRooms(rooms), '```'].join('\n');

if (process.argv.includes('--write')) {
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.split('<!-- rooms -->')[0], page.split('<!-- end of rooms -->')[1]];
  writeFileSync(PAGE, `${before}<!-- rooms -->\n${picture}\n<!-- end of rooms -->${after}`);
} else {
  console.log(picture);
}
