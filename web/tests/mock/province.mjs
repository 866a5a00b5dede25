/**
 * A province for the mock server: the real regions, 30,766 TPS spread over them, and boxes on their way. All of it
 * follows from codes and the clock, so nothing needs to be kept.
 */
import { readFileSync } from 'node:fs';
import { deviceName, idOf, keyOf, signNote } from './log.mjs';

const web = new URL('../../', import.meta.url);
const TPS = 30_766;
const HOUR = 3_600_000;
const START = Date.parse('2024-01-25T01:00:00Z');

export const KINDS = [
  { code: 1, short: 'PPWP', name: 'Presiden dan Wakil Presiden', colour: '#8D9097' },
  { code: 2, short: 'DPR', name: 'Dewan Perwakilan Rakyat', colour: '#F2C530' },
  { code: 3, short: 'DPD', name: 'Dewan Perwakilan Daerah', colour: '#D8413D' },
  { code: 4, short: 'DPRD Prov', name: 'DPRD Provinsi', colour: '#2F6FD0' },
];

/** From 0 to 1, always the same for the same text (FNV-1a, stirred). */
function chance(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

export class Province {
  constructor(log) {
    this.log = log;
    const rows = readFileSync(new URL('static/region/regions.csv', web), 'utf8').trim().split('\n').slice(1);
    const regions = rows.map((row) => row.split(',')).map(([code, level, name]) => ({ code, level, name }));
    const at = (level) => regions.filter((r) => r.level === level).map(({ code, name }) => ({ code, name }));
    const points = middles();
    const share = Math.floor(TPS / 267);
    const kelurahan = at('kelurahan').map((k, i) => ({
      ...k,
      tps: share + (i < TPS - share * 267 ? 1 : 0),
      dpt: share * 268,
      ...points.get(k.code),
    }));
    this.byCode = new Map(kelurahan.map((k) => [k.code, k]));
    this.regions = { provinsi: at('provinsi')[0], kota: at('kota'), kecamatan: at('kecamatan'), kelurahan, kinds: KINDS };
    this.names = new Map(regions.map((r) => [r.code, r.name]));
    this.chains = new Map();
  }

  places() {
    const place = (letter, kind) => ({ code, name, lat, lon }) => ({ code: letter + code, kind, name, region: code, lat, lon, state: 'approved' });
    const within = (all) => all.map((one) => {
      const [k] = this.regions.kelurahan.filter(({ code }) => code.startsWith(one.code));
      return { ...one, lat: k.lat, lon: k.lon };
    });
    return [
      ...within(this.regions.kota).map(place('G', 'CITY_STORE')),
      ...within(this.regions.kecamatan).map(place('K', 'KECAMATAN_STORE')),
      ...this.regions.kelurahan.map(place('P', 'PPS')),
    ];
  }

  /** Stage of a box at a time: each place moves in its own rhythm, some boxes lag behind. */
  stage(box, now) {
    const k = box.slice(0, 10);
    const lead = chance(k) * 20 * HOUR + chance(box) * 6 * HOUR;
    const deadline = Date.parse('2024-02-13T17:00:00Z');
    const ahead = deadline - 26 * HOUR + lead;
    if (now >= ahead) return 5;
    if (now >= ahead - 20 * HOUR) return 4;
    if (now >= ahead - 60 * HOUR) return 3;
    return now >= START ? 2 : 0;
  }

  tps(code, now) {
    const stages = KINDS.map(({ code: kind }) => this.stage(`${code}${kind}01`, now));
    const bad = chance(`bad ${code}`);
    const arrived = stages.every((s) => s >= 5);
    const status = bad < 0.0012 ? 'critical' : arrived ? 'ready' : bad < 0.012 ? 'late' : 'underway';
    const k = this.byCode.get(code.slice(0, 10));
    const spread = (what) => (chance(what + code) - 0.5) * 0.012;
    return {
      code,
      number: Number(code.slice(10)),
      kelurahan: code.slice(0, 10),
      dpt: 268,
      lat: k.lat + spread('lat'),
      lon: k.lon + spread('lon'),
      stages,
      status,
      discrepancies: status === 'critical' ? 1 : 0,
    };
  }

  tpsOf(kelurahan, now) {
    const { tps } = this.byCode.get(kelurahan) ?? { tps: 0 };
    return Array.from({ length: tps }, (_, i) => this.tps(kelurahan + String(i + 1).padStart(3, '0'), now));
  }

  situation(now) {
    const kelurahan = this.regions.kelurahan.map(({ code }) => {
      const all = this.tpsOf(code, now);
      const sum = { code, tps: all.length, boxes: all.length * 4, stages: Array(11).fill(0), inTransit: 0, status: { none: 0, underway: 0, ready: 0, late: 0, critical: 0 }, discrepancies: 0 };
      for (const tps of all) {
        sum.status[tps.status]++;
        sum.discrepancies += tps.discrepancies;
        tps.stages.forEach((stage) => sum.stages[stage]++);
      }
      sum.inTransit = Math.round(sum.stages[4] / 7);
      return sum;
    });
    const add = (pick) => kelurahan.reduce((sum, k) => sum + pick(k), 0);
    const statuses = Object.keys(kelurahan[0].status);
    return {
      kelurahan,
      totals: {
        tps: add((k) => k.tps),
        boxes: add((k) => k.boxes),
        spares: 88,
        dpt: 8_252_897,
        stages: Array.from({ length: 11 }, (_, i) => add((k) => k.stages[i])),
        inTransit: add((k) => k.inTransit),
        status: Object.fromEntries(statuses.map((s) => [s, add((k) => k.status[s])])),
        discrepancies: { open: add((k) => k.discrepancies), total: add((k) => k.discrepancies) + 7 },
        seals: add((k) => k.boxes) * 2,
        handovers: 260_114,
      },
    };
  }

  /** A box's page; its statements are written and signed when it is asked for first. */
  box(id, now) {
    const tpsCode = id.slice(0, 13);
    const tps = this.tps(tpsCode, now);
    const chain = this.chains.get(id) ?? this.#write(id, tps.status === 'critical' && id.endsWith('101'));
    this.chains.set(id, chain);
    const shown = chain.links.filter(({ claimed }) => Date.parse(claimed) <= now);
    const discrepancies = chain.discrepancies.filter(({ recorded }) => Date.parse(recorded) <= now);
    const last = shown.at(-1);
    const named = (code) => ({ code, name: this.names.get(code) });
    return {
      id,
      tps: { code: tpsCode, number: tps.number, kelurahan: named(id.slice(0, 10)), kecamatan: named(id.slice(0, 6)), kota: named(id.slice(0, 4)) },
      kind: KINDS[Number(id[13]) - 1],
      copy: Number(id.slice(14)),
      stage: this.stage(id, now),
      inTransit: last?.kind === 'offer',
      verdict: { ok: discrepancies.length === 0, handovers: shown.filter(({ kind }) => kind === 'accept').length, openDiscrepancies: discrepancies.length, pending: 0 },
      holder: last ? (last.kind === 'accept' ? last.by : (shown.findLast(({ kind }) => kind !== 'offer')?.by ?? null)) : null,
      place: last?.place ?? null,
      since: last?.claimed ?? null,
      seals: shown.findLast(({ seals }) => seals)?.seals ?? [],
      known: true,
      spare: false,
      links: shown,
      discrepancies,
    };
  }

  #write(id, isBad) {
    const [kota, kecamatan, kelurahan, tps] = [4, 6, 10, 13].map((n) => id.slice(0, n));
    const people = {
      city: { role: 'KPU_KOTA', territory: kota, place: `G${kota}` },
      kecamatan: { role: 'PPK', territory: kecamatan, place: `K${kecamatan}` },
      kelurahan: { role: 'PPS', territory: kelurahan, place: `P${kelurahan}` },
      tps: { role: 'KPPS', territory: tps, place: `T${tps}` },
    };
    for (const one of Object.values(people)) {
      one.keys = keyOf(one.role + one.territory);
      one.holder = { key: one.keys.key.toString('base64'), role: one.role, territory: one.territory, label: `${one.role} ${this.names.get(one.territory) ?? one.territory}` };
    }
    const number = Math.floor(chance(id) * 800_000) + 100_000;
    const seals = [`DKA${number}`, `DKA${number + 1}`];
    const links = [];
    let after = 'none';
    const say = (kind, who, hours, lines, more = {}) => {
      const claimed = new Date(START + hours * HOUR + Math.floor(chance(id + kind + hours) * 1800) * 1000).toISOString().replace('.000', '');
      const text = ['segel/statement/v1', `kind ${kind}`, 'election dki-2024', `by ${who.holder.key}`, `counter ${links.length + 1}`, `claimed ${claimed}`, `place ${who.place}`, ...lines, ''].join('\n');
      const name = deviceName(who.keys.key);
      const recorded = new Date(Date.parse(claimed) + (kind === 'accept' ? 14 * 60_000 : 4_000)).toISOString().replace('.000', '');
      const index = this.log.append('statement', signNote(text, name, who.keys), recorded);
      const named = who.place.slice(1);
      links.push({ index, id: idOf(text), kind, claimed, recorded, by: who.holder, place: { code: who.place, name: this.names.get(named) ?? null }, main: true, signatures: [{ name, key: who.holder.key, label: who.holder.label }], ...more });
      after = idOf(text);
    };
    const box = (list = seals) => [`after ${after}`, `box ${id} seals ${list.join()}`];
    say('pack', people.city, 0, [`after none`, `box ${id} sheets 277`], { sheets: 277 });
    say('seal', people.city, 2, box(), { seals });
    const legs = [['city-kecamatan', 'city', 'kecamatan', 384], ['kecamatan-kelurahan', 'kecamatan', 'kelurahan', 436], ['kelurahan-tps', 'kelurahan', 'tps', 466]];
    const discrepancies = [];
    for (const [leg, from, to, hours] of legs) {
      const [giver, taker] = [people[from], people[to]];
      say('offer', giver, hours, [`leg ${leg}`, `to ${taker.holder.key}`, ...box()], { seals, leg, to: taker.holder });
      const other = isBad && to === 'tps' ? [seals[0], `DKX${number}`] : null;
      say('accept', taker, hours + 1, [`of ${after}`, 'seen 1', ...(other ? [`except ${id} seals ${other.join()}`] : [])], other ? { exception: `seals ${other.join()}` } : {});
      if (other) {
        const { id: about, recorded } = links.at(-1);
        const fact = `segel/fact/v1\nfact DiscrepancyFound\nkind SEALS_DIFFER\nabout ${about}\nstatement ${about}\nbox ${id}\n`;
        discrepancies.push({ index: this.log.append('fact', fact, recorded), kind: 'SEALS_DIFFER', statements: [about], open: true, recorded });
      }
    }
    return { links, discrepancies };
  }
}

function middles() {
  const { features } = JSON.parse(readFileSync(new URL('static/region/kelurahan.json', web), 'utf8'));
  return new Map(
    features.map(({ properties, geometry }) => {
      const ring = geometry.coordinates.map(([outer]) => outer).sort((a, b) => b.length - a.length)[0];
      const mean = (i) => ring.reduce((sum, p) => sum + p[i], 0) / ring.length;
      return [properties.code, { lon: mean(0), lat: mean(1) }];
    }),
  );
}
