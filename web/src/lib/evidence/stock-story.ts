import { number } from '$lib/words/format';
import { stockCodesId } from '$lib/words/stock-codes-id';
import { type Fact, one } from './check';

/**
 * What the stock facts of a bundle say: of many boxes or koli those that it is about. The report of the server says
 * the same: StockStory.
 */
export interface Told {
  who: string;
  what: string;
  more: string[];
  tone: 'plain' | 'bad';
}

/** What is around the fact: the names of places, the boxes that the bundle is about, and its other facts. */
export interface Around {
  facts: readonly Fact[];
  isAbout: (box: string) => boolean;
  place: (code: string) => string;
}

/** Who says it, where no badge does. */
const DESK = 'Petugas gudang';
const LISTED = 12;
/** Findings whose sheets are those that lack. */
const LACKS = ['BOX_SHORT', 'RECEIPT_DIFFERS', 'USE_DIFFERS', 'COUNT_DIFFERS'];
const BODIES: Record<string, string> = { BAWASLU: 'Bawaslu', POLDA: 'Kepolisian' };

/** Whether a fact about ballots is somebody's word: whoever was logged in at a desk said it, and no device signed it. */
export const isDeskWord = (fact: Fact): boolean => DESK_FACTS.has(fact.name);
const DESK_FACTS: ReadonlySet<string> = new Set([
  'ConsignmentSent', 'ConsignmentArrived', 'KoliReceived', 'CountCorrected', 'KoliOpened', 'KoliSorted', 'BoxesFilled', 'BoxesChecked',
  'ReplacementOrdered', 'TransferOrdered', 'DamageFound', 'SheetsDestroyed', 'StockCounted', 'DifferenceClosed', 'CodeSeen',
]);

export class StockTeller {
  /** Short names of ballots by their digits, as the bundle's election has them. */
  readonly #kinds = new Map<string, string>();
  /** What the findings of the bundle are about. */
  readonly #subjects = new Set<string>();

  constructor(readonly around: Around) {
    for (const fact of around.facts) {
      if (fact.name === 'ElectionOpened') {
        for (const kind of fact.fields.get('kind') ?? []) {
          const [digit = '', code = ''] = kind.split(' ');
          this.#kinds.set(digit, code);
        }
      }
      if (fact.name === 'FindingRaised') this.#subjects.add(subjectOf(fact));
    }
  }

  /** Undefined where it is no fact about ballots. */
  tell(fact: Fact): Told | undefined {
    const of = (name: string): string => one(fact, name);
    const all = (name: string): string[] => fact.fields.get(name) ?? [];
    const at = `Di ${this.#place(of('place'))}`;
    const counted = (): string => {
      const [style = '', sheets = ''] = of('sheets').split(' ');
      return this.#sheets(sheets, style);
    };
    switch (fact.name) {
      case 'StockOpened':
        return plain('KPU', 'Pencatatan surat suara dibuka', `Ikat ${of('bundle')} lembar, koli ${of('koli')} lembar`);
      case 'BillOfMaterialsSet':
        return plain('KPU', 'Daftar isi kotak ditetapkan', `${n(all('item').length)} barang`);
      case 'ConsignmentSent':
        return this.#sent(fact);
      case 'ConsignmentArrived':
        return plain(DESK, `Kiriman ${of('consignment')} tiba`, at);
      case 'KoliReceived':
        return received(`${at}, kiriman ${of('consignment')}`, all('koli'));
      case 'CountCorrected':
        return plain(DESK, 'Hitungan koli dibetulkan', at, `Koli ${of('koli')}: ${n(of('counted'))} lembar`);
      case 'KoliOpened':
        return plain(DESK, 'Koli dibuka di meja sortir', `${at}, meja ${of('table')}, sif ${of('shift')}`, `${n(all('koli').length)} koli: ${listed(all('koli'))}`);
      case 'KoliSorted':
        return this.#sorted(`${at}, meja ${of('table')}, sif ${of('shift')}`, all('koli'));
      case 'BoxesFilled':
        return plain(`Pengepak ${of('packer')}`, 'Surat suara diisikan ke kotak', at, ...this.#boxes(all('box'), content));
      case 'BoxesChecked':
        return this.#checked(fact, at);
      case 'ReplacementOrdered':
        return plain('KPU', 'Pengganti dipesan', `Pesanan ${of('order')} dari percetakan ${of('printer')}`, `Untuk ${this.#place(of('place'))}`, all('sheets').map((line) => this.#sheetsOf(line)).join(', '));
      case 'TransferOrdered':
        return plain('KPU', 'Pindah diperintahkan', `Perintah ${of('transfer')}, dari ${this.#place(of('place'))} ke ${this.#place(of('to'))}`, `${counted()}${of('box') ? `, kotak ${of('box')}` : ''}`);
      case 'DamageFound':
        return bad(DESK, 'Kerusakan ditemukan', at, `${counted()} ${word(`damage.${of('damage')}`)}, dari ${this.#thing(of('from'))}`);
      case 'SheetsDestroyed': {
        const sheets = all('sheets').reduce((sum, line) => sum + Number(line.split(' ')[2]), 0);
        return plain(DESK, 'Surat suara dimusnahkan', at, `Berita acara ${of('record')}, disaksikan ${all('witness').map((body) => BODIES[body] ?? body).join(', ')}`, `${n(sheets)} lembar`);
      }
      case 'StockCounted':
        return this.#counted(at, all('count'));
      case 'DifferenceClosed':
        return plain(DESK, `Selisih stok ditutup: ${word(`receiveWay.${of('way')}`)}`, `${at}, tentang ${this.#thing(of('about'))}`, `${counted()}, berita acara ${of('record')}`);
      case 'ItemsChecked': {
        const lacks = all('lacks');
        return { who: 'KPPS', what: 'Barang TPS diperiksa', more: [at, lacks.length === 0 ? 'Lengkap' : `Kurang ${items(lacks)}`], tone: lacks.length === 0 ? 'plain' : 'bad' };
      }
      case 'RevoteDeclared':
        return plain('KPU', 'Pemungutan suara ulang ditetapkan', `Keputusan ${of('record')}: ${n(all('tps').length)} TPS`);
      case 'CodeSeen':
        return bad(DESK, 'Kode terlihat di tempat lain', at, `Kode ${this.#thing(of('code'))}`);
      case 'FindingRaised':
        return this.#raised(fact);
      case 'FindingCleared':
        return plain('Segel', `Temuan selesai: ${word(`finding.${of('kind')}`)}`, `Tentang ${this.#thing(of('about'))}`);
      default:
        return undefined;
    }
  }

  #raised(fact: Fact): Told {
    const [kind, style, over] = [one(fact, 'kind'), one(fact, 'style'), one(fact, 'over')];
    const count = Number(over || one(fact, 'sheets'));
    const sheets = this.#sheets(count, style);
    const amount = over ? `Lebih ${sheets}` : LACKS.includes(kind) ? `Kurang ${sheets}` : sheets;
    return bad('Segel', `Temuan: ${word(`finding.${kind}`)}`, `Tentang ${this.#thing(subjectOf(fact))}`, ...(style && count > 0 ? [amount] : []));
  }

  #sent(fact: Fact): Told {
    let [koli, sheets] = [0, 0];
    for (const line of fact.fields.get('koli') ?? []) {
      const [range = '', , each = ''] = line.split(' ');
      koli += span(range);
      sheets += span(range) * Number(each);
    }
    return plain(
      DESK,
      `Kiriman ${one(fact, 'consignment')} dikirim`,
      `Dari ${this.#thing(one(fact, 'from'))} ke ${this.#place(one(fact, 'to'))}`,
      `Surat jalan ${one(fact, 'note')}, batch ${one(fact, 'batch')}`,
      `${n(koli)} koli, ${n(sheets)} lembar`,
    );
  }

  #sorted(at: string, lines: readonly string[]): Told {
    const about = lines.filter((line) => this.#subjects.has(`koli:${first(line)}`));
    if (about.length === 0) return plain(DESK, 'Koli disortir', at, `${n(lines.length)} koli: ${listed(lines.map(first))}`);
    const told = about.map((line) => {
      const [koli = '', good = '', ...rest] = line.split(' ');
      const parts = rest.map((part) => {
        const [what = '', sheets = ''] = part.split('=');
        if (what === 'missing') return `kurang ${n(sheets)}`;
        if (what === 'excess') return `lebih ${n(sheets)}`;
        return /^[0-9]/.test(what) ? `desain lain: ${this.#sheets(sheets, what)}` : `${n(sheets)} ${word(`damage.${what}`)}`;
      });
      return `Koli ${koli}: ${[`${n(good)} lembar baik`, ...parts].join(', ')}`;
    });
    return plain(DESK, 'Koli disortir', at, ...told);
  }

  #checked(fact: Fact, at: string): Told {
    const lines = fact.fields.get('box') ?? [];
    const told = this.#boxes(lines, ([state, ...lacking]) => {
      const lacks = lacking.length > 0 ? `, kurang ${items(lacking)}` : '';
      return `${state === 'ready' ? 'siap disegel' : 'belum boleh disegel'}${lacks}`;
    });
    const isBad = lines.some((line) => this.around.isAbout(first(line)) && line.split(' ')[1] !== 'ready');
    return { who: `Pemeriksa ${one(fact, 'checker')}`, what: 'Kotak diperiksa', more: [at, ...told], tone: isBad ? 'bad' : 'plain' };
  }

  /** How many of the boxes of a fact the bundle is about, and of each what is said; where it is about none, which they are. */
  #boxes(lines: readonly string[], say: (words: string[]) => string): string[] {
    const about = lines.filter((line) => this.around.isAbout(first(line)));
    const told = about.map((line) => `Kotak ${first(line)}: ${say(line.split(' ').slice(1))}`);
    if (about.length === lines.length) return [`${n(lines.length)} kotak`, ...told];
    if (about.length > 0) return [`${n(about.length)} dari ${n(lines.length)} kotak`, ...told];
    return [`${n(lines.length)} kotak: ${listed(lines.map(first))}`];
  }

  #counted(at: string, lines: readonly string[]): Told {
    const about = lines.filter((line) => this.#subjects.has(first(line)) || (line.startsWith('box:') && this.around.isAbout(first(line).slice(4))));
    const told = (about.length > 0 ? about : lines).map((line) => {
      const [holder = '', style = '', sheets = ''] = line.split(' ');
      return `${this.#thing(holder)} ${this.#sheets(sheets, style)}`;
    });
    return plain(DESK, 'Stok dihitung', at, listed(told, '; '));
  }

  #sheetsOf(line: string): string {
    const [style = '', sheets = ''] = line.split(' ');
    return this.#sheets(sheets, style);
  }

  #sheets(sheets: string | number, style: string): string {
    return `${n(sheets)} lembar ${this.#style(style)}`;
  }

  #style(style: string): string {
    const [kind = '', dapil] = style.split('-');
    const name = this.#kinds.get(kind) ?? `jenis ${kind}`;
    return dapil ? `${name} dapil ${dapil}` : name;
  }

  #place(code: string): string {
    return this.around.place(code);
  }

  /** A holder, or what else a finding is about, in words. */
  #thing(about: string): string {
    const colon = about.indexOf(':');
    const [kind, code] = [about.slice(0, colon), about.slice(colon + 1)];
    // Behind a dot stands the design, or the number of a table.
    const [head = '', ...rest] = code.split('.');
    const tail = rest.join('.');
    const of = tail ? ` (${/^[1-9](-[0-9]+)?$/.test(tail) ? this.#style(tail) : tail})` : '';
    switch (kind) {
      case 'box':
        return `kotak ${code}`;
      case 'koli':
        return `koli ${code}`;
      case 'printer':
        return `percetakan ${code}`;
      case 'due':
        return `pesanan pengganti ${code}`;
      case 'batch':
        return `batch cetak ${code}`;
      case 'entry':
        return `catatan ${code}`;
      case 'consignment':
        return `kiriman ${head}${of}`;
      case 'table':
        return `meja sortir ${tail}, ${this.#place(head)}`;
      case 'store':
        return `lembar lepas di ${this.#place(head)}${of}`;
      case 'damaged':
        return `lembar rusak di ${this.#place(head)}${of}`;
      case 'destroyed':
        return `lembar yang dimusnahkan di ${this.#place(head)}${of}`;
      case 'discrepancy':
        return `selisih di ${this.#place(head)}${of}`;
      case 'revote':
        return `cadangan PSU di ${this.#place(head)}${of}`;
      case 'used':
        return `lembar terpakai di ${this.#place(`T${head}`)}`;
      case 'spoiled':
        return `lembar rusak atau keliru coblos di ${this.#place(`T${head}`)}`;
      case 'unused':
        return `lembar sisa di ${this.#place(`T${head}`)}`;
      case 'place':
        return this.#place(code);
      default:
        return about;
    }
  }
}

function received(at: string, lines: readonly string[]): Told {
  const different = lines.flatMap((line) => {
    const [range = '', ...rest] = line.split(' ');
    if (rest.length === 0) return [];
    const counted = rest.find((part) => /^[0-9]/.test(part));
    const condition = rest.find((part) => /^[a-z]/.test(part)) ?? 'good';
    const numbers = range.split('-').map(Number).join('-');
    return [`koli nomor ${numbers}${counted === undefined ? '' : ` ${n(counted)} lembar`} ${word(`condition.${condition}`)}`];
  });
  const koli = lines.reduce((sum, line) => sum + span(first(line)), 0);
  return plain(DESK, 'Koli diterima', at, `${n(koli)} koli`, ...(different.length > 0 ? [`Dihitung lain atau rusak: ${listed(different, ', ')}`] : []));
}

/** Whole bundles are counted as bundles: how many sheets they have, the labels do not say. */
function content(pieces: readonly string[]): string {
  let [whole, broken, rests] = [0, 0, 0];
  for (const piece of pieces) {
    const bundles = piece.slice(piece.indexOf('.') + 1);
    if (bundles.includes('=')) broken += Number(bundles.split('=')[1]);
    else if (bundles.endsWith('b')) rests++;
    else whole += span(bundles);
  }
  const parts = [
    ...(whole > 0 ? [`${n(whole)} ikat utuh`] : []),
    ...(broken > 0 ? [`${n(broken)} lembar dari ikat yang dipecah`] : []),
    ...(rests > 0 ? [`sisa ${n(rests)} ikat yang dipecah`] : []),
  ];
  return `${parts.join(', ')} (${listed(pieces)})`;
}

/** What a finding is about without the design: the holder itself. */
function subjectOf(fact: Fact): string {
  const [about, end] = [one(fact, 'about'), `.${one(fact, 'style')}`];
  return end !== '.' && about.endsWith(end) ? about.slice(0, -end.length) : about;
}

/** How many `001-012` are. */
function span(range: string): number {
  const [from = '', to = from] = range.split('-');
  return Number(to) - Number(from) + 1;
}

const items = (lacking: readonly string[]): string =>
  lacking.map((one) => one.split('=')).map(([item = '', count = '']) => `${item} ${n(count)}`).join(', ');

const first = (line: string): string => line.split(' ')[0] ?? '';

const n = (value: string | number): string => number(Number(value), 'id');

const plain = (who: string, what: string, ...more: string[]): Told => ({ who, what, more, tone: 'plain' });
const bad = (who: string, what: string, ...more: string[]): Told => ({ who, what, more, tone: 'bad' });

function listed(all: readonly string[], between = ' '): string {
  const head = all.slice(0, LISTED).join(between);
  return all.length <= LISTED ? head : `${head} dan ${n(all.length - LISTED)} lagi`;
}

/** The word of the pages for a code that comes from the log; the code itself where there is none. */
function word(key: string): string {
  const found = (stockCodesId as Record<string, unknown>)[key];
  return typeof found === 'string' ? found : key.slice(key.indexOf('.') + 1);
}
