/** The page that checks evidence by itself: inside a bundle, from a mirror or from a disk, without any network. */
import { base64, type Bytes, hex, Malformed, sha256, textOf, utf8 } from '$lib/tlog/bytes';
import { ProofFailed, verifyProof } from '$lib/tlog/verify-proof';
import { dateTime } from '$lib/words/format';
import { type Bundle, ofInlined, openBundle } from './bundle';
import { checkBundle, FAULTS, type Report, type Step, type StepName } from './check';
import { isDeskWord } from './stock-story';
import { type Row, storyOf } from './story';
import { standIn } from './subtle';
import { pageText } from './template.js';
import { unreadable } from './unreadable';

type Child = Node | string | false | null | undefined;
type Pair = readonly [indonesian: string, english: string];

const VERDICTS = {
  intact: ['Bukti ini utuh', 'This evidence is intact'],
  alone: ['Bukti ini utuh, tetapi belum ada lembaga lain yang menyaksikannya', 'This evidence is intact, but no other body stands behind it yet'],
  broken: ['BUKTI INI TIDAK SAH: ada yang berubah', 'THIS EVIDENCE DOES NOT HOLD: something was changed'],
} as const satisfies Record<Report['verdict'], Pair>;

const NAMES = {
  log: ['Kepala log bertanda tangan log', 'The log signed its head'],
  witnesses: ['Lembaga yang menyaksikan', 'Bodies that witnessed it'],
  entries: ['Setiap catatan ada di dalam log', 'Every entry is in the log'],
  signatures: ['Setiap tanda tangan perangkat sah', 'Every device’s signature holds'],
  chain: ['Setiap langkah mengikuti langkah sebelumnya', 'Every step follows the one before'],
  devices: ['Perangkat terdaftar saat menandatangani', 'Devices were enrolled when they signed'],
  photos: ['Foto adalah foto yang disebut catatan', 'Photos are those that entries name'],
  files: ['Berkas sama dengan daftar SHA256SUMS', 'Files are those of the list SHA256SUMS'],
} as const satisfies Record<StepName, Pair>;

const STATES = { passed: '✓', failed: '✗', remark: '!', none: '–' } as const;

const main = document.querySelector('main')!;
/** Read before anything is drawn: the page tells the hash of its own file from what stands in it. */
const own = { style: textIn('style'), script: textIn('script:not([type])'), data: textIn('#evidence') };

standIn();
void begin();

async function begin(): Promise<void> {
  if (own.data === '') show(brand(), h('h1', {}, 'Periksa bukti di sini ', small('Check evidence here')), chooser(), await digests(null));
  else await showBundle(() => Promise.resolve(ofInlined(own.data)));
}

async function showBundle(open: () => Promise<Bundle>): Promise<void> {
  const started = performance.now();
  try {
    const report = await checkBundle(await open());
    show(...reportOf(report, Math.round(performance.now() - started)), await digests(report.bundle), chooser());
  } catch (e) {
    if (!(e instanceof Malformed)) throw e;
    show(verdict('broken', ['Berkas ini tidak dapat dibaca sebagai bukti', 'This file cannot be read as evidence'], unreadable(e.message)), chooser());
  }
}

function reportOf(report: Report, milliseconds: number): Node[] {
  const { evidence, checkpoint, standing, steps } = report;
  const rows = storyOf(report);
  const found = rows.filter(({ tone, what }) => tone === 'bad' && what.startsWith('Selisih')).length;
  const findings = rows.filter(({ tone, what }) => tone === 'bad' && what.startsWith('Temuan')).length;
  const zone = evidence.zone;
  return [
    brand(),
    h('h1', {}, evidence.about.title),
    evidence.simulated && h('p', { class: 'box remark' }, h('strong', {}, 'DATA SIMULASI, bukan pemilu sungguhan. '), small('Simulated data, no real election.')),
    verdict(
      report.verdict,
      VERDICTS[report.verdict],
      report.verdict === 'broken'
        ? 'Jangan dipakai sebagai bukti sebelum sebabnya di bawah ini dijelaskan. (Do not rely on it before what stands below is explained.)'
        : `${evidence.entries.length} catatan dan ${countOf(steps, 'signatures')} tanda tangan diperiksa di sini dalam ${milliseconds} ms.`,
    ),
    found > 0 && h('p', { class: 'box remark', 'data-found': String(found) }, `Isi bukti mencatat ${found} selisih (merah dalam tabel di bawah). `, small(`The evidence itself records ${counted(found, 'discrepancy', 'discrepancies')} (red in the table below).`)),
    findings > 0 && h('p', { class: 'box remark' }, `Isi bukti mencatat ${findings} temuan tentang surat suara dan isi kotak. `, small(`The evidence itself records ${counted(findings, 'finding', 'findings')} about ballots and what is in boxes.`)),
    evidence.later > 0 && h('p', { class: 'box remark' }, `${evidence.later} catatan yang lebih baru belum tercakup. `, small(`${counted(evidence.later, 'newer entry is', 'newer entries are')} not covered yet.`)),
    section(['Yang diperiksa', 'What was checked'], h('ul', { class: 'steps' }, ...steps.map(stepRow))),
    section(
      ['Siapa yang berdiri di belakangnya', 'Who stands behind it'],
      standing && standing.bodies.length > 0
        ? table(
            [['Lembaga', 'Body'], ['Menyaksikan', 'Witnessed']],
            standing.bodies.map(({ name, since }) => [name, since === null ? 'tidak / no' : dateTime(since * 1000, zone, 'id')]),
          )
        : h('p', {}, 'Hanya log itu sendiri. ', small('Only the log itself.')),
      checkpoint
        ? h('p', { class: 'mono' }, `${checkpoint.origin} · ${checkpoint.size} catatan · akar ${base64(checkpoint.root)}`)
        : null,
      ...trustedKeys(report),
    ),
    section(['Isi catatan', 'What the entries say'], story(rows)),
    photosOf(report),
    section(
      ['Yang tidak dapat dikatakan halaman ini', 'What this page cannot say'],
      h('p', {}, 'Halaman ini menunjukkan bahwa catatan di atas ada di dalam log dan tidak berubah. Halaman ini tidak menunjukkan bahwa tidak ada catatan lain: untuk itu periksa seluruh log dengan ', code('segel verify'), '. Nama tempat di sini menurut penyelenggara log; kode dan kunci yang bertanda tangan.'),
      h('p', { lang: 'en' }, small('It shows that these entries are in the log, unchanged. It does not show that there are no others: check the whole log for that. Names of places are the operator’s; codes and keys are what was signed.')),
      ...(report.entries.some(({ fact }) => fact && isDeskWord(fact))
        ? [
            h('p', { 'data-desk': '' }, 'Catatan surat suara oleh meja gudang (petugas, pengepak, pemeriksa) ditulis server untuk siapa yang masuk di meja itu: tanpa tanda tangan pribadi.'),
            h('p', { lang: 'en' }, small('Entries about ballots by desks of the warehouse were written by the server for whoever was logged in there: they carry no personal signature.')),
          ]
        : []),
    ),
  ].filter((node): node is HTMLElement => node instanceof Node);
}

/** Keys that come with a bundle prove nothing by themselves: they are shown to be compared. */
function trustedKeys({ trusted }: Report): Child[] {
  if (!trusted) return [];
  const { log, needed, bodies, witnesses } = trusted;
  return [
    h('p', { 'data-needed': String(needed) },
      needed === 0 ? 'Kebijakan di dalam berkas ini tidak meminta tanda tangan lembaga. ' : `Kebijakan di dalam berkas ini meminta ${needed} dari ${bodies} lembaga. `,
      small(needed === 0 ? 'The policy in this bundle asks for no body’s signature.' : `The policy in this bundle asks for ${needed} of ${counted(bodies, 'body', 'bodies')}.`),
    ),
    h('p', {}, 'Kunci-kunci yang dipakai di sini ikut di dalam berkas bukti: bandingkan dengan yang diumumkan lembaga masing-masing. ', small('The keys used here came with the bundle: compare them with what the bodies publish.')),
    h('details', {}, h('summary', {}, 'Kunci yang dipakai ', small('Keys that were used')),
      h('dl', {},
        h('dt', {}, 'Log'),
        h('dd', { class: 'mono', 'data-key': 'log' }, log),
        ...witnesses.flatMap(({ vkey, body }) => [
          h('dt', {}, body || 'Tidak dihitung ', !body && small('Not counted')),
          h('dd', { class: 'mono', 'data-key': body || 'none' }, vkey),
        ]),
      ),
    ),
  ];
}

function brand(): HTMLElement {
  return h('p', { class: 'brand' }, 'Segel · Pemeriksa bukti ', small('Evidence checker'));
}

function verdict(state: Report['verdict'], [indonesian, english]: Pair, detail: string | Pair): HTMLElement {
  const [said, translated] = typeof detail === 'string' ? [detail, ''] : detail;
  return h('div', { class: `verdict ${state}`, role: state === 'broken' ? 'alert' : 'status', 'data-verdict': state },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, state === 'broken' ? '✗' : '✓'),
    h('div', {}, h('p', { class: 'say' }, indonesian), h('p', { lang: 'en' }, english), h('p', { class: 'detail' }, said, ' ', translated !== '' && small(translated))),
  );
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function countOf(steps: readonly Step[], wanted: StepName): number {
  return steps.find(({ name }) => name === wanted)?.count ?? 0;
}

function stepRow({ name, state, count, faults }: Step): HTMLElement {
  const [indonesian, english] = NAMES[name];
  return h('li', { class: state, 'data-step': name, 'data-state': state },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, STATES[state]),
    h('div', {},
      h('p', {}, indonesian, ' ', small(english)),
      ...faults.slice(0, FAULTS_SHOWN).map(({ why, at }) =>
        h('p', { class: 'fault' }, `${FAULTS[why][0]}${at ? ` (${at})` : ''}. `, small(`${FAULTS[why][1]}.`)),
      ),
      faults.length > FAULTS_SHOWN && h('p', { class: 'fault' }, `dan ${faults.length - FAULTS_SHOWN} lagi `, small(`and ${faults.length - FAULTS_SHOWN} more`)),
    ),
    h('span', { class: 'count' }, state === 'none' ? 'tidak ada' : String(count)),
  );
}

const FAULTS_SHOWN = 8;

function story(rows: readonly Row[]): HTMLElement {
  return h('div', { class: 'frame', tabindex: '0', role: 'region', 'aria-label': 'Isi catatan' },
    table(
      [['No.', 'Entry'], ['Dicatat', 'Recorded'], ['Siapa', 'Who'], ['Apa', 'What']],
      rows.map(({ index, recorded, who, what, more, tone }) => [
        String(index),
        recorded,
        who,
        h('div', { class: tone }, h('strong', {}, what), ...more.map((line) => h('p', { class: 'more' }, line))),
      ]),
    ),
  );
}

function photosOf({ photos, evidence }: Report): HTMLElement | null {
  if (photos.size === 0) return null;
  const figures = [...photos].map(([hash, bytes]) => {
    const file = evidence.photos.find((photo) => photo.hash === hash)?.file ?? '';
    const image = h('img', { src: `data:image/jpeg;base64,${long(bytes)}`, alt: `Foto ${hash}` });
    return h('figure', {}, image, h('figcaption', { class: 'mono' }, file));
  });
  return section(['Foto', 'Photos'], h('div', { class: 'photos' }, ...figures));
}

async function digests(bundle: string | null): Promise<HTMLElement> {
  const file = utf8(pageText({ ...own, data: '', styleHash: await hashOf(own.style), scriptHash: await hashOf(own.script) }));
  const page = hex(await sha256(file));
  return section(
    ['Sidik jari (SHA-256)', 'Digests'],
    h('dl', {},
      bundle && h('dt', {}, 'Berkas bukti: hash dari SHA256SUMS ', small('The bundle: hash of SHA256SUMS')),
      bundle && h('dd', { class: 'mono', 'data-bundle-hash': bundle }, bundle),
      h('dt', {}, 'Halaman pemeriksa ini, tanpa data ', small('This checker page, without data')),
      h('dd', { class: 'mono', 'data-page-hash': page }, page),
    ),
    h('p', { 'data-compare': 'page' }, 'Sebuah halaman tidak dapat menjamin dirinya sendiri: halaman yang dipalsukan dapat menulis apa saja di sini. Bandingkan sidik jari halaman dengan yang diumumkan lembaga penyaksi dan salinan log, hitung sendiri dengan ', code('sha256sum checker.html'), ', atau pakai pemeriksa yang Anda ambil dari lembaga lain.'),
    h('p', { lang: 'en' }, small('No page can vouch for itself: a forged one may print anything. Compare the digest of the page with the one that witnesses and mirrors state, compute it yourself, or use a checker that you got from another body.')),
    bundle && h('p', { 'data-compare': 'bundle' }, 'Sidik jari berkas bukti tidak diumumkan lembaga penyaksi: bandingkan dengan yang dikatakan pihak yang menyerahkan berkas itu, atau hitung sendiri dengan ', code('sha256sum SHA256SUMS'), '.'),
    bundle && h('p', { lang: 'en' }, small('Witnesses do not state the digest of a bundle: compare it with what whoever handed the bundle over says, or compute it yourself.')),
  );
}

async function hashOf(text: string): Promise<string> {
  return base64(await sha256(utf8(text)));
}

/** Another file, to be checked by this page: the way to check a bundle with a page that somebody else gave. */
function chooser(): HTMLElement {
  const bundle = h('input', { type: 'file', id: 'bundle', accept: '.zip,.json,.html' }) as HTMLInputElement;
  bundle.addEventListener('change', () => void fileOf(bundle).then((bytes) => bytes && showBundle(() => openBundle(bytes))));
  const [proof, entry, policy] = (['proof', 'entry', 'policy'] as const).map((id) => h('input', { type: 'file', id }) as HTMLInputElement);
  const answer = h('div', { 'aria-live': 'polite', id: 'single' });
  const button = h('button', { type: 'button' }, 'Periksa bukti ini ', small('Check this proof'));
  button.addEventListener('click', () => void single([proof!, entry!, policy!], answer));
  document.ondragover = (event) => event.preventDefault();
  document.ondrop = (event) => {
    event.preventDefault();
    const dropped = event.dataTransfer?.files[0];
    if (dropped) void dropped.arrayBuffer().then((bytes) => showBundle(() => openBundle(new Uint8Array(bytes))));
  };
  const choose = section(
    own.data ? ['Periksa berkas lain', 'Check another file'] : ['Pilih berkas', 'Choose a file'],
    label('bundle', 'Berkas bukti (.zip, bukti.html atau evidence.json); boleh juga diseret ke halaman ini', 'A bundle, or drop it here', bundle),
    h('details', {}, h('summary', {}, 'Satu catatan dengan bukti .tlog-proof ', small('One entry with its .tlog-proof')),
      label('proof', 'Bukti (.tlog-proof)', 'The proof', proof!),
      label('entry', 'Catatan', 'The entry', entry!),
      label('policy', 'Kebijakan penyaksi (policy)', 'The policy', policy!),
      button,
      answer,
    ),
  );
  choose.classList.add('chooser');
  return choose;
}

function label(id: string, indonesian: string, english: string, field: HTMLElement): HTMLElement {
  return h('div', { class: 'field' }, h('label', { for: id }, indonesian, ' ', small(english)), field);
}

async function fileOf(input: HTMLInputElement): Promise<Bytes | null> {
  const file = input.files?.[0];
  return file ? new Uint8Array(await file.arrayBuffer()) : null;
}

async function single(inputs: readonly HTMLInputElement[], answer: HTMLElement): Promise<void> {
  const [proof, entry, policy] = await Promise.all(inputs.map(fileOf));
  if (!proof || !entry || !policy) {
    answer.replaceChildren(h('p', { class: 'fault' }, 'Pilih ketiga berkas dahulu. ', small('Choose all three files first.')));
    return;
  }
  try {
    const { index, checkpoint, bodies, met } = await verifyProof(textOf(proof), entry, textOf(policy));
    const names = bodies.filter(({ since }) => since !== null).map(({ name }) => name);
    answer.replaceChildren(
      verdict(met && names.length > 0 ? 'intact' : 'alone', ['Catatan ini ada di dalam log', 'This entry is in the log'], `Nomor ${index} dari ${checkpoint.size}, ${checkpoint.origin}. Disaksikan: ${names.join(', ') || 'belum ada'}.`),
    );
  } catch (e) {
    if (!(e instanceof ProofFailed || e instanceof Malformed)) throw e;
    answer.replaceChildren(verdict('broken', ['Bukti ini tidak sah', 'This proof does not hold'], e instanceof Malformed ? unreadable(e.message) : e.message));
  }
}

function section([indonesian, english]: Pair, ...children: Child[]): HTMLElement {
  return h('section', {}, h('h2', {}, indonesian, ' ', small(english)), ...children);
}

function table(head: readonly Pair[], rows: readonly (readonly Child[])[]): HTMLElement {
  return h('table', {},
    h('thead', {}, h('tr', {}, ...head.map(([indonesian, english]) => h('th', { scope: 'col' }, indonesian, ' ', small(english))))),
    h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))),
  );
}

function small(text: string): HTMLElement {
  return h('span', { class: 'small', lang: 'en' }, text);
}

function code(text: string): HTMLElement {
  return h('code', {}, text);
}

function h(tag: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child): child is Node | string => child !== false && child !== null && child !== undefined));
  return element;
}

function show(...nodes: Node[]): void {
  main.replaceChildren(...nodes);
}

function textIn(selector: string): string {
  return document.querySelector(selector)?.textContent ?? '';
}

/** Base64 of more bytes than one call can take. */
function long(bytes: Bytes): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
