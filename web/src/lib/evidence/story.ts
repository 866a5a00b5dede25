import type { Statement } from '$lib/custody/statement';
import { examinationId } from '$lib/words/examination-id';
import { dateTime } from '$lib/words/format';
import { id as words } from '$lib/words/id';
import { meansId } from '$lib/words/means';
import { one, type Read, type Report } from './check';
import { StockTeller } from './stock-story';

/** One entry as a reader is told of it. */
export interface Row {
  index: number;
  recorded: string;
  who: string;
  what: string;
  /** What stands below it: places, seals, statements. */
  more: string[];
  tone: 'plain' | 'bad' | 'quiet';
}

/** What the entries say, in their order. Roles and territories are those that the bundle's own entries enrolled. */
export function storyOf(report: Report): Row[] {
  const tell = new Teller(report);
  return report.entries.map((read) => tell.row(read));
}

class Teller {
  readonly #boxes: ReadonlySet<string>;
  readonly #stock: StockTeller;

  constructor(readonly report: Report) {
    const { boxes, about } = report.evidence;
    this.#boxes = new Set(boxes.map(({ box }) => box));
    this.#stock = new StockTeller({
      facts: report.entries.flatMap(({ fact }) => fact ?? []),
      // Boxes of a TPS that were packed count before anything is signed about them.
      isAbout: (box) => this.#boxes.has(box) || (about.kind === 'tps' && box.startsWith(about.id)),
      place: (code) => this.#place(code),
    });
  }

  row(read: Read): Row {
    const recorded = this.#when(read.entry.recorded);
    return { index: read.index, recorded, ...(read.signed ? this.#statement(read.signed.statement, read) : this.#fact(read)) };
  }

  #statement(said: Statement, { signed }: Read): Omit<Row, 'index' | 'recorded'> {
    const lines = said.groups.flatMap((group) => group.boxes);
    // Of a lorry's load, what this bundle is about; all of it where nothing of that is named.
    const about = lines.filter(({ box, into }) => this.#boxes.has(box) || (into && this.#boxes.has(into.box)));
    const told = about.length > 0 ? about : lines;
    const seals = told.flatMap((line) => line.seals);
    const count = told.length === lines.length ? '' : ` dari ${lines.length}`;
    const more = [
      `Menurut perangkat ${this.#when(said.claimed)}, di ${this.#place(said.place)}`,
      ...(said.to ? [`Kepada ${this.#key(said.to)}`] : []),
      ...(said.saksi.length > 0 ? [`Saksi: ${said.saksi.map((key) => this.#key(key)).join(', ')}`] : []),
      ...(told.length > 0 ? [`${told.length}${count} kotak: ${listed(told.map(({ box }) => box), 6)}`] : []),
      ...(seals.length > 0 ? [`Segel ${listed(seals, 12)}`] : []),
      ...said.exceptions.map((exception) => exceptionText(exception)),
      ...(said.reason ? [`Alasan ${said.reason}`] : []),
      `Pernyataan ${signed!.id}`,
    ];
    return { who: this.#key(said.by), what: word(`link.${said.kind}`), more, tone: said.exceptions.length > 0 ? 'bad' : 'plain' };
  }

  #fact({ fact }: Read): Omit<Row, 'index' | 'recorded'> {
    const who = 'Segel';
    if (!fact) return { who, what: 'Catatan yang tidak dapat dibaca', more: [], tone: 'bad' };
    const told = this.#stock.tell(fact);
    if (told) return told;
    const about = fact.fields.get('box') ?? [];
    const boxes = about.length > 0 ? [`Kotak ${listed(about, 5)}`] : [];
    switch (fact.name) {
      case 'DiscrepancyFound':
        return { who, what: `Selisih: ${word(`discrepancy.${one(fact, 'kind')}`)}`, more: [word(`discrepancyMeans.${one(fact, 'kind')}`, meansId), ...boxes], tone: 'bad' };
      case 'DiscrepancyClosed':
        return { who, what: `Selisih selesai: ${word(`discrepancy.${one(fact, 'kind')}`)}`, more: boxes, tone: 'plain' };
      case 'DeviceEnrolled':
        return { who, what: `Perangkat ${this.#key(one(fact, 'key'))} didaftarkan`, more: [`Kunci ${one(fact, 'key')}`], tone: 'quiet' };
      case 'DeviceRevoked':
        return { who, what: `Kunci ${this.#key(one(fact, 'key'))} dicabut: ${one(fact, 'reason')}`, more: [`Sejak ${this.#when(one(fact, 'moment'))}`], tone: 'bad' };
      case 'SignatureAdded':
        return { who, what: 'Tanda tangan tambahan', more: [`Untuk pernyataan ${one(fact, 'statement')}`], tone: 'plain' };
      case 'KelurahanListed':
        return { who, what: `Daftar TPS kelurahan ${one(fact, 'name')}`, more: [`${fact.fields.get('tps')?.length ?? 0} TPS`], tone: 'quiet' };
      case 'ElectionOpened':
        return { who, what: `Pemilu dibuka: ${one(fact, 'name')}`, more: [], tone: 'quiet' };
      case 'SpareAssigned':
        return { who, what: `Kotak cadangan ${one(fact, 'spare')} menjadi kotak ${one(fact, 'box')}`, more: [], tone: 'plain' };
      case 'OpeningSeen':
        return { who, what: `Pembukaan dilihat publik di ${this.#place(one(fact, 'place'))}`, more: [], tone: 'plain' };
      case 'ExaminationTaken':
        return { who, what: 'Pembukaan mulai diperiksa Bawaslu', more: [`Pernyataan ${one(fact, 'opening')}`], tone: 'plain' };
      case 'ExaminationDone':
        return { who, what: `Pemeriksaan pembukaan selesai: ${word(`outcome.${one(fact, 'outcome')}`, examinationId)}`, more: [`Catatan ${one(fact, 'record')}`, `Pernyataan ${one(fact, 'opening')}`], tone: 'plain' };
      default:
        return { who, what: 'Catatan jenis lain', more: [fact.name, ...[...fact.fields].map(([name, values]) => `${name} ${listed(values, 5)}`)], tone: 'quiet' };
    }
  }

  #key(key: string): string {
    const device = this.report.devices.get(key);
    if (!device) return `kunci ${key.slice(0, 8)}… (tidak terdaftar di sini)`;
    return `${word(`role.${device.role}`)} ${this.#territory(device.territory)}`;
  }

  #territory(code: string): string {
    const { names } = this.report.evidence;
    return code.length === 13 ? `TPS ${code.slice(10)} ${names[code.slice(0, 10)] ?? code}` : (names[code] ?? code);
  }

  #place(code: string): string {
    const [kind, region] = [code.slice(0, 1), code.slice(1)];
    const { names } = this.report.evidence;
    if (names[code]) return names[code];
    return kind === 'T' ? this.#territory(region) : `${word(`place.${kind}`)} ${names[region] ?? region}`;
  }

  #when(instant: string): string {
    return Number.isNaN(Date.parse(instant)) ? instant : dateTime(instant, this.report.evidence.zone, 'id');
  }
}

function exceptionText(exception: Statement['exceptions'][number]): string {
  if ('missing' in exception) return `TIDAK DITERIMA: kotak ${exception.box}`;
  const broken = exception.broken ? `, putus atau hilang ${exception.broken.join(' ')}` : '';
  return `BERBEDA: kotak ${exception.box}, segel utuh ${exception.seals?.join(' ') ?? 'seperti dinyatakan'}${broken}${exception.damaged ? ', kotak rusak' : ''}`;
}

function listed(all: readonly string[], most: number): string {
  return all.length <= most ? all.join(' ') : `${all.slice(0, most).join(' ')} dan ${all.length - most} lagi`;
}

/** The word of the pages for a key that comes from the log; the key itself where there is none. */
function word(key: string, among: object = words): string {
  const found = (among as Record<string, unknown>)[key];
  return typeof found === 'string' ? found : key.slice(key.indexOf('.') + 1);
}
