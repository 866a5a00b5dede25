/**
 * Sheets for the mock server: a province half packed, with one swapped bundle, one short box and one batch that tears.
 * All figures follow from the needs, so that the waterfall and the identity add up.
 */
const RESERVE = 1000;
const DAPIL = {
  2: [8812, 9844, 12_110],
  4: [3129, 2519, 2422, 2938, 3000, 2874, 3100, 3615, 3585, 3584],
};
const NAMES = { 1: ['PPWP', 'Presiden dan Wakil Presiden'], 2: ['DPR', 'DPR'], 3: ['DPD', 'DPD'], 4: ['DPRD Prov', 'DPRD Provinsi'] };
const COLOURS = { 1: '8d9097', 2: 'f2c530', 3: 'd8413d', 4: '2f6fd0' };
const NEED = 8_431_963;
const HOUR = 3_600_000;

const STYLES = Object.keys(NAMES).flatMap((kind) => {
  const dapil = DAPIL[kind];
  const row = (d, need, tps) => ({ style: d ? `${kind}-${d}` : kind, kind: Number(kind), dapil: d, code: NAMES[kind][0], name: NAMES[kind][1], colour: COLOURS[kind], need, tps });
  if (!dapil) return [row(0, NEED, 30_766)];
  const all = dapil.reduce((a, b) => a + b);
  let left = NEED;
  return dapil.map((tps, i) => {
    const need = i === dapil.length - 1 ? left : Math.floor((NEED * tps) / all);
    left -= need;
    return row(i + 1, need, tps);
  });
});

const ITEMS = [
  { code: 'TINTA', per: '1', quantity: 2, name: 'Tinta' },
  { code: 'SEGEL', per: 'box', quantity: 12, name: 'Segel kertas' },
  { code: 'KABEL', per: 'box', quantity: 6, name: 'Kabel ties' },
  { code: 'SAMPUL', per: 'box', quantity: 4, name: 'Sampul kubus dan biasa' },
  { code: 'HASIL', per: 'box', quantity: 1, name: 'Formulir C.HASIL plano' },
  { code: 'SALINAN', per: 'box', quantity: 4, name: 'Formulir C.HASIL salinan' },
  { code: 'ABTN', per: '1', quantity: 1, name: 'Alat bantu tunanetra' },
  { code: 'ABTN', per: '3', quantity: 1, name: 'Alat bantu tunanetra' },
  { code: 'BILIK', per: 'out', quantity: 4, name: 'Bilik suara' },
  { code: 'DPT', per: 'out', quantity: 1, name: 'Salinan DPT' },
];

/** Where the sheets of a design are. What is left over after all the others are packed. */
function flowOf({ style, need }) {
  const revote = reserveOf(style);
  const replaced = Math.round(need / 40_000);
  const credited = style === '3' ? 18 : 3;
  const printed = need + revote;
  const parts = {
    lost: style === '3' ? 18 : 0,
    on_the_way: Math.round(need * 0.012),
    damaged: replaced + 4,
    unsorted: Math.round(need * 0.031),
    sorting: Math.round(need * 0.004),
    loose: Math.round(need * 0.118),
    discrepancy: style === '4-3' ? 25 : style === '4-2' ? -25 : 0,
    destroyed: 0,
    used: 0,
    spoiled: 0,
    unused: 0,
    revote,
  };
  const elsewhere = Object.values(parts).reduce((a, b) => a + b);
  const all = printed + replaced - credited;
  return { printed, replaced, credited, received: all - parts.on_the_way, ...parts, packed: all - elsewhere };
}

function reserveOf(style) {
  return style === '1' ? 6 * RESERVE : RESERVE;
}

const HOLDER_OF = { on_the_way: 'consignment', damaged: 'damaged', unsorted: 'koli', sorting: 'table', loose: 'store', packed: 'box', revote: 'revote', discrepancy: 'discrepancy' };

function linesOf(share) {
  return STYLES.flatMap((row) => Object.entries(flowOf(row)).flatMap(([key, sheets]) => (HOLDER_OF[key] && sheets !== 0 ? [{ holder: HOLDER_OF[key], style: row.style, sheets: Math.round(sheets * share) }] : [])));
}

export const BOX = '3171011001147401';
const SHORT = '3174051003003301';
const bundles = (good, used) =>
  Array.from({ length: Math.ceil(good / 25) }, (_, i) => ({ bundle: String(i + 1).padStart(2, '0'), sheets: Math.min(25, good - i * 25), state: i < used ? 'used' : i === used && used > 0 ? 'broken' : 'whole' }));

export class Stock {
  /** What was said to it, newest last. */
  facts = [];

  constructor(province, now) {
    this.province = province;
    this.now = now;
    this.filled = new Map();
    this.opened = new Set(['C0123-041', 'C0123-042']);
  }

  instant(hours) {
    return `${new Date(this.now() - hours * HOUR).toISOString().slice(0, 19)}Z`;
  }

  post(text) {
    this.facts.push(text);
    const fact = /^fact (\w+)$/m.exec(text)?.[1];
    if (fact === 'BoxesFilled') {
      const [, box] = /^box (\d{16})/m.exec(text);
      this.filled.set(box, { state: 'filled', packer: /^packer (\S+)/m.exec(text)[1] });
    }
    if (fact === 'BoxesChecked') {
      const [, box, state] = /^box (\d{16}) (\w+)/m.exec(text);
      if (this.filled.get(box)?.packer === /^checker (\S+)/m.exec(text)[1]) return { problem: 409, reason: 'SAME_PERSON' };
      this.filled.set(box, { ...this.filled.get(box), state });
    }
    if (fact === 'KoliOpened') for (const [, koli] of text.matchAll(/^koli (\S+)/gm)) this.opened.add(koli);
    if (fact === 'KoliSorted') for (const [, koli] of text.matchAll(/^koli (\S+)/gm)) this.opened.delete(koli);
    return { index: 1_284_902 + this.facts.length, findings: [] };
  }

  get(path, query) {
    const [what, one] = path.split('/').slice(3);
    switch (what) {
      case 'settings':
        return { open: true, bundle: 25, koli: 500, outlier: 5, printers: ['PTA', 'PTB'], styles: STYLES, items: ITEMS };
      case 'board':
        return this.board(query.get('region') ?? '31', query.get('at'));
      case 'identity':
        return this.identity();
      case 'findings':
        return this.findings(query);
      case 'rates':
        return { rows: this.rates() };
      case 'orders':
        return { rows: this.orders() };
      case 'readiness':
        return this.readiness(query);
      case 'consignments':
        return one ? this.consignment(one) : this.consignments(query);
      case 'stores':
        return this.store(one);
      case 'koli':
        return this.koli(one);
      case 'boxes':
        return this.box(one);
      case 'tps':
        return this.tps(one);
      case 'packing':
        return this.packing(query.get('place'));
      case 'account':
        return this.account(query.get('holder'));
      case 'explain':
        return {
          differences: [{ holder: 'box:3171031003147401', style: '4-1', sheets: -25 }, { holder: 'box:3171031003148401', style: '4-1', sheets: 25 }],
          causes: [{ kind: 'PAIR', style: '4-1', sheets: 25, holders: ['box:3171031003147401', 'box:3171031003148401'] }],
          places: [],
        };
      default:
        return undefined;
    }
  }

  board(region, at) {
    const share = region.length <= 2 ? 1 : region.length === 4 ? 0.17 : 0.02;
    const regions = this.province.regions;
    const below = region.length <= 2 ? regions.kota : region.length === 4 ? regions.kecamatan.filter(({ code }) => code.startsWith(region)) : [];
    const flow = STYLES.flatMap((row) => {
      const sums = Object.fromEntries(Object.entries(flowOf(row)).map(([key, sheets]) => [key, Math.round(sheets * share)]));
      const { printed, replaced, credited, received, packed, ...elsewhere } = sums;
      sums.packed = printed + replaced - credited - Object.values(elsewhere).reduce((a, b) => a + b);
      return Object.entries(sums).map(([key, sheets]) => ({ key, style: row.style, sheets }));
    });
    const children = below.map(({ code, name }, i) => ({ code, name, lines: linesOf((share / below.length) * (0.7 + ((i * 37) % 60) / 100)) }));
    return { index: at ? Number(at) : 1_284_890, recorded: this.instant(at ? 20 : 0), region, lines: linesOf(share), flow, children };
  }

  identity() {
    const lines = STYLES.map((row) => {
      const { printed, replaced, credited } = flowOf(row);
      return { style: row.style, need: row.need, revote: reserveOf(row.style), printed, replaced, credited };
    });
    return { need: NEED, kinds: 4, revote: 20_000, total: 4 * NEED + 20_000, lines };
  }

  findings(query) {
    const all = [
      { index: 1_284_402, kind: 'PUNCHED', about: 'koli:C0123-017', style: '1', sheets: 8, region: '3171' },
      { index: 1_284_377, kind: 'BOX_SHORT', about: `box:${SHORT}`, style: '3', sheets: 106, region: '3174' },
      { index: 1_284_120, kind: 'COUNT_DIFFERS', about: 'discrepancy:G3172', style: '4-3', sheets: 25, region: '3172' },
      { index: 1_283_996, kind: 'RECEIPT_DIFFERS', about: 'consignment:C0131.4-2', style: '4-2', sheets: 20, region: '3172' },
      { index: 1_283_201, kind: 'BATCH_OUTLIER', about: 'batch:B07', style: '4-1', sheets: 612, region: '31' },
      { index: 1_282_007, kind: 'ITEMS_LACKING', about: `box:${BOX}`, style: null, sheets: 0, region: '3171' },
      { index: 1_280_554, kind: 'FOREIGN_SHEETS', about: 'koli:C0131-002', style: '4-2', sheets: 3, region: '3172' },
      { index: 1_270_118, kind: 'DAMAGED_ON_ARRIVAL', about: 'koli:C0123-006', style: '4-1', sheets: 500, region: '3171', open: false },
    ].map((row, i) => ({ recorded: this.instant(i * 5 + 1), open: true, clearedBy: row.open === false ? row.index + 31 : null, ...row }));
    const rows = all.filter((row) => (!query.get('open') || row.open) && (!query.get('kind') || row.kind === query.get('kind')) && (!query.get('region') || query.get('region').length <= 2 || row.region.startsWith(query.get('region').slice(0, 4))));
    const byKind = Object.fromEntries(all.filter(({ open }) => open).map(({ kind }) => [kind, 1]));
    return { rows, total: rows.length, byKind };
  }

  rates() {
    const row = (printer, batch, style, sorted, torn, outlier = false) => ({ printer, batch, style, sorted, good: sorted - torn - 9, damaged: { torn, ink: 6, cut: 3 }, missing: 2, excess: 0, perMillion: Math.round(((torn + 9) / sorted) * 1_000_000), outlier });
    return [row('PTA', 'B07', '4-1', 294_000, 603, true), row('PTA', 'B03', '1', 1_496_000, 668), row('PTB', 'B11', '2-3', 1_190_500, 300), row('PTB', 'B12', '4-10', 612_000, 122), row('PTA', 'B05', '3', 1_204_500, 204)];
  }

  orders() {
    return [
      { order: 'R001', printer: 'PTA', place: 'G3171', deadline: this.instant(-6 * 24), ordered: 612, due: 120, late: false, consignments: ['C0200'] },
      { order: 'R002', printer: 'PTB', place: 'G3172', deadline: this.instant(20), ordered: 340, due: 45, late: true, consignments: [] },
      { order: 'R003', printer: 'PTB', place: 'G3175', deadline: this.instant(-3 * 24), ordered: 501, due: 0, late: false, consignments: ['C0199', 'C0204'] },
    ];
  }

  readiness(query) {
    const rows = [
      { tps: SHORT.slice(0, 13), kelurahan: 'Pulo', box: SHORT, style: '3', need: 306, sheets: 200, difference: -106, nearest: { place: 'G3171', name: 'Gudang KPU Jakarta Pusat', sheets: 44, metres: 8200 } },
      { tps: '3172031003147', kelurahan: 'Sunter Jaya', box: '3172031003147401', style: '4-3', need: 295, sheets: 270, difference: -25, nearest: { place: 'G3172', name: 'Gudang KPU Jakarta Utara', sheets: 1975, metres: 0 } },
      { tps: '3173011005011', kelurahan: 'Kapuk', box: '3173011005011201', style: '2-3', need: 281, sheets: 231, difference: -50, nearest: null },
      { tps: '3175061004022', kelurahan: 'Cakung', box: '3175061004022101', style: '1', need: 277, sheets: 302, difference: 25, nearest: null },
    ].filter((row) => !query.get('state') || (query.get('state') === 'over' ? row.difference > 0 : row.difference < 0));
    return { complete: 98_204, short: 3, over: 1, empty: 24_856, rows, total: rows.length };
  }

  rows() {
    const row = (consignment, to, style, koli, koliReceived, difference, more = {}) => ({ consignment, from: 'printer:PTA', to, note: `SJ-${consignment.slice(1)}`, batch: 'B07', order: null, transfer: null, revote: false, sent: this.instant(9), arrivedAt: koliReceived > 0 ? this.instant(3) : null, koli, koliReceived, sheets: koli * 500, sheetsReceived: koliReceived * 500 - difference, difference, ...more, style });
    return [row('C0123', 'G3171', '4-1', 800, 790, 20), row('C0140', 'G3171', '1', 320, 0, 0), row('C0200', 'G3171', '4-1', 1, 0, 0, { order: 'R001', sheets: 492 }), row('C0131', 'G3172', '4-2', 410, 410, 20), row('C0150', 'G3173', '3', 260, 0, 0)];
  }

  consignments(query) {
    const rows = this.rows().filter((row) => (!query.get('place') || row.to === query.get('place')) && (!query.get('open') || row.koliReceived < row.koli || row.difference !== 0));
    return { rows, total: rows.length };
  }

  consignment(code) {
    const row = this.rows().find(({ consignment }) => consignment === code);
    if (!row) return undefined;
    const koli = (n) => `${code}-${String(n).padStart(3, '0')}`;
    const missing = Array.from({ length: row.koli - row.koliReceived }, (_, i) => koli(row.koliReceived + i + 1));
    const received = row.difference === 0 ? [] : [
      { koli: koli(17), counted: 480, expected: 500, condition: 'good', index: 1_283_996 },
      { koli: koli(6), counted: 500, expected: 500, condition: 'wet', index: 1_270_118 },
    ];
    return { consignment: row, lines: [{ first: 1, last: row.koli, style: row.style, sheets: row.koli === 1 ? 492 : 500 }], received, missing, findings: [] };
  }

  store(place) {
    const mine = place.startsWith('G3172') ? ['1', '2-3', '3', '4-2', '4-3'] : ['1', '2-2', '3', '4-1'];
    return {
      place,
      name: `Gudang KPU ${this.province.names.get(place.slice(1)) ?? place}`,
      styles: mine.map((style, i) => ({ style, received: 40 + i * 7, atTable: i % 3, sorted: 1660 - i * 110, wholeBundles: 4900 - i * 600, sheets: 122_500 - i * 15_000, need: 846_902 - i * 1000, packed: 704_402 - i * 9000, damaged: 180 + i * 41, revote: style === '1' ? 1000 : style.startsWith('4') ? 1000 : 0 })),
      tables: [{ table: 7, koli: [...this.opened] }, { table: 12, koli: ['C0123-050'] }],
    };
  }

  koli(code) {
    const [, consignment, number] = /^(\w+)-(\d{3})$/.exec(code) ?? [];
    if (!number) return undefined;
    const n = Number(number);
    const style = consignment === 'C0131' ? '4-2' : consignment === 'C0140' ? '1' : '4-1';
    const isOpen = this.opened.has(code);
    const isSorted = !isOpen && n < 100;
    const used = n === 17 ? 12 : 0;
    const good = n === 17 ? 498 : 500;
    const boxes = used === 0 ? [] : [{ box: '3171011001146401', piece: `${code}.01-12`, sheets: 300, packer: 'P017', index: 1_281_100 }, { box: '3171011001145401', piece: `${code}.13=6`, sheets: 6, packer: 'P021', index: 1_281_117 }];
    return {
      koli: code, style, consignment, printer: 'PTA', batch: 'B07', place: consignment === 'C0131' ? 'G3172' : 'G3171',
      state: isOpen ? 'at_table' : isSorted ? 'sorted' : 'received',
      expected: 500, counted: 500, condition: 'good', revote: false,
      table: isOpen || isSorted ? 7 : 0, shift: isOpen || isSorted ? '2024-02-13-2' : '',
      good: isSorted ? good : 0, damaged: isSorted && n === 17 ? { torn: 1, ink: 1 } : {}, missing: 0, excess: 0,
      bundles: isSorted ? bundles(good, used) : [], boxes,
      findings: n === 17 ? this.findings(new URLSearchParams({ kind: 'PUNCHED' })).rows : [],
    };
  }

  styleOf(box) {
    const kind = box.slice(13, 14);
    const dapil = { 2: box.startsWith('3175') ? 1 : /^317[14]/.test(box) ? 2 : 3, 4: box.startsWith('3172') ? 3 : 1 }[kind];
    return dapil ? `${kind}-${dapil}` : kind;
  }

  box(id) {
    const tps = id.slice(0, 13);
    const isDone = Number(tps.slice(10)) < 147 || id.startsWith('3173011005');
    const said = this.filled.get(id) ?? (id === SHORT ? { state: 'short', packer: 'P030', checker: 'P031' } : isDone ? { state: 'ready', packer: 'P017', checker: 'P018' } : { state: 'empty' });
    const need = id === SHORT ? 306 : 281;
    const sheets = said.state === 'empty' ? 0 : id === SHORT ? 200 : need;
    const piece = (text, count) => ({ piece: text, sheets: count, koli: text.slice(0, 9), table: 7, shift: '2024-01-20-2', packer: said.packer, index: 1_281_100 });
    return {
      box: id, tps, kelurahan: this.province.names.get(id.slice(0, 10)) ?? '', style: this.styleOf(id), need, sheets,
      state: said.state, packer: said.packer ?? '', checker: said.state === 'filled' ? '' : (said.checker ?? ''),
      lacking: {}, pieces: sheets === 0 ? [] : [piece('C0123-017.01-11', 275), piece('C0123-018.04=6', sheets - 275)].filter((one) => one.sheets > 0),
      use: id.startsWith('3173011005') ? { received: need, used: 225, spoiled: 2, unused: need - 227 } : null,
      items: ITEMS.filter(({ per }) => per === 'box' || per === id.slice(13, 14)),
      findings: id === SHORT ? this.findings(new URLSearchParams({ kind: 'BOX_SHORT' })).rows : [],
    };
  }

  tps(code) {
    const name = `TPS ${code.slice(10)} ${this.province.names.get(code.slice(0, 10)) ?? ''}`;
    const boxes = [1, 2, 3, 4].map((kind) => this.box(`${code}${kind}01`)).map(({ box, style, need, sheets, state }) => ({ box, style, need, sheets, state }));
    return { tps: code, name, boxes, outside: ITEMS.filter(({ per }) => per === 'out') };
  }

  packing(place) {
    const kelurahan = this.province.regions.kelurahan.filter(({ code }) => code.startsWith(place.slice(1))).slice(0, 44);
    const done = this.filled.size;
    return {
      place, boxes: 12_516, ready: 9744, short: 4, filled: 120 + done, empty: 2648 - done, perHour: 420, forecast: this.instant(-6.3), packedToday: 3312 + done,
      kelurahan: kelurahan.map(({ code, name }, i) => ({ code, name, boxes: 280, ready: Math.max(0, 280 - i * 3), short: i === 4 ? 4 : 0, filled: i === 6 ? 120 : 0 })),
      next: '3171011001147',
    };
  }

  account(holder) {
    const movements = [
      { index: 1_270_100, recorded: this.instant(30), fact: 'KoliReceived', from: 'consignment:C0123', to: holder, style: '4-1', sheets: 500 },
      { index: 1_275_100, recorded: this.instant(20), fact: 'KoliOpened', from: holder, to: 'table:G3171.7', style: '4-1', sheets: 500 },
      { index: 1_275_900, recorded: this.instant(18), fact: 'KoliSorted', from: 'table:G3171.7', to: holder, style: '4-1', sheets: 498 },
    ];
    return { holder, at: 1_284_890, balances: [{ style: '4-1', sheets: 498 }], movements, total: movements.length };
  }
}
