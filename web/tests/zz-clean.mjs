import { launch } from './browser.mjs';
const b = await launch(); const p = await b.newPage(); const u='http://127.0.0.1:8461';
await p.goto(u+'/login'); await p.fill('input[name=user]', 'kpu-dki'); await p.fill('input[name=password]', process.argv[2]); await p.click('form button.main'); await p.waitForSelector('summary.button');
const m = await (await p.request.get(u+'/api/notifications')).json();
const t = decodeURIComponent((await p.context().cookies()).find(({name})=>name==='XSRF-TOKEN').value);
for (const c of m.channels) console.log((await p.request.delete(u+'/api/notifications/channels/'+c.id, {headers:{'X-XSRF-TOKEN':t}})).status());
await b.close();
