/* html_style: how pages look, and the little that their script does. */
#include "formats/html.h"
#include "formats/svg.h"

/* clang-format off */
static const char *const style[] = {
"*{box-sizing:border-box}\n",
"html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}\n",
"body{margin:0;background:var(--page);color:var(--ink);"
"font:1rem/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",Arial,sans-serif;"
"overflow-wrap:break-word}\n",
"header,main,footer{max-width:70rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}\n",
".broad header,.broad main,.broad footer{max-width:110rem}\n",
"header{padding-top:clamp(1.5rem,5vw,3.5rem)}\n",
".date{margin:0;color:var(--soft);font-size:.875rem;font-variant-numeric:tabular-nums;letter-spacing:.02em}\n",
"h1{margin:.1rem 0 0;font-size:clamp(1.75rem,4.5vw,2.6rem);line-height:1.15;letter-spacing:-.02em;font-weight:700;text-wrap:balance}\n",
".subtitle{margin:.5rem 0 0;color:var(--soft);font-size:1.0625rem;max-width:44rem}\n",
"nav ul{display:flex;flex-wrap:wrap;gap:.4rem;margin:1.5rem 0 0;padding:0;list-style:none}\n",
"nav a{display:inline-block;padding:.25rem .75rem;border:1px solid var(--line);border-radius:99px;background:var(--card);"
"color:var(--ink);font-size:.875rem;text-decoration:none}\n",
"nav a:hover{border-color:var(--accent);color:var(--accent)}\n",
"main>section{margin-top:clamp(2rem,5vw,3.25rem)}\n",
"h2{margin:0 0 .9rem;font-size:1.375rem;line-height:1.25;letter-spacing:-.012em;font-weight:650}\n",
"h3{margin:0 0 .6rem;font-size:1rem;line-height:1.35;font-weight:650}\n",
"h4{margin:1rem 0 .4rem;font-size:.9375rem;font-weight:650}\n",
"p{margin:.6rem 0;max-width:46rem}\n",
"a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}\n",
"a:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}\n",
":target{background:var(--tint);scroll-margin-top:2rem}\n",
".skip{position:absolute;left:-99rem;top:0;padding:.6rem 1rem;background:var(--card);z-index:1}\n",
".skip:focus{left:.5rem;top:.5rem}\n",
".body{max-width:46rem;font-size:1.125rem;line-height:1.6}\n",
".body p:first-child{margin-top:0}\n",
".good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.quiet,.note{color:var(--soft)}\n",
".note{font-size:.875rem;font-weight:400}\n",
"li>.good:first-child::before,li>.warn:first-child::before,li>.bad:first-child::before,"
"td>.good::before,td>.warn::before,td>.bad::before,p.warn::before,p.bad::before"
"{content:\"\";display:inline-block;width:.5em;height:.5em;margin-right:.45em;border-radius:50%;background:currentColor;vertical-align:.08em}\n",
".id{font-size:.875em;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}\n",
".facts{display:flex;flex-wrap:wrap;gap:1px;margin:0;overflow:hidden;"
"border:1px solid var(--line);border-radius:12px;background:var(--line)}\n",
".facts div{flex:1 1 9.5rem;padding:.85rem 1.1rem;background:var(--card)}\n",
".facts dt{color:var(--soft);font-size:.8125rem}\n",
".facts dd{margin:.1rem 0 0;font-size:1.375rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums}\n",
".facts dd .note{display:block;font-size:.8125rem;font-weight:400;letter-spacing:0;line-height:1.4}\n",
"section>.facts+*,section>.bars+*,section>.scroll+*,p+.cards,p+.facts,p+.bars,p+.scroll{margin-top:1rem}\n",
"main>.facts:first-child,main>.scroll:first-child,main>figure:first-child{margin-top:1.75rem}\n",
".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:1rem}\n",
".card{padding:1.1rem 1.25rem;border:1px solid var(--line);border-radius:12px;background:var(--card);min-width:0}\n",
".card .facts{border:0;border-radius:0;background:none;gap:.6rem 1rem}\n",
".card .facts div{flex:1 1 auto;padding:0}\n",
".card .facts dd{font-size:1.0625rem}\n",
".card>p.warn,.card>p.bad{margin-top:.9rem}.card>:last-child{margin-bottom:0}\n",
".entries{margin:0;padding:0;list-style:none}\n",
".entries li{padding:.45rem 0;border-top:1px solid var(--line)}\n",
".entries li:first-child{border-top:0;padding-top:0}\n",
".entries .note{display:block}\n",
"section:not(.card)>.entries,section:not(.card)>.bars{padding:.9rem 1.25rem;border:1px solid var(--line);border-radius:12px;background:var(--card)}\n",
".bars{margin:0;padding:0;list-style:none;display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}\n",
".bars li{display:grid;grid-template-columns:1fr auto;gap:.15rem 1rem;align-items:baseline}\n",
".bars .label{min-width:0}\n",
".bars .figure{font-variant-numeric:tabular-nums;font-weight:600;text-align:right}\n",
".bars li>.note{grid-column:1/-1}\n",
".bars svg{grid-column:1/-1;width:100%;height:14px;display:block}\n",
".track{fill:var(--track)}.fill{fill:var(--accent)}.tick{fill:var(--ink)}\n",
".fill.good{fill:var(--good)}.fill.warn{fill:var(--warn)}.fill.bad{fill:var(--bad)}.fill.quiet{fill:var(--soft)}\n",
".scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;background:var(--card)}\n",
"table{width:100%;border-collapse:collapse;font-size:.9375rem}\n",
"th,td{padding:.55rem .9rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}\n",
"thead th{border-top:0;color:var(--soft);font-size:.8125rem;font-weight:600;white-space:nowrap}\n",
"tbody th{font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}tbody th.wide{font-weight:400}\n",
"tbody tr:hover{background:var(--tint)}\n",
"td:not(.wide){white-space:nowrap}\n",
"td.wide,th.wide{min-width:15rem;white-space:normal;width:99%}\n",
".big td,.big th{overflow-wrap:anywhere}.big td:not(.wide){white-space:normal}\n",
"@media screen{table.big{min-width:65rem}.big,.big thead,.big tbody{display:block}.big tr{display:flex}.big th,.big td{flex:0 0 8.5rem}.big tr>:last-child{flex-basis:13rem}"
".big tr>.num{flex-basis:6rem}.big tr>.wide{flex:1 1 0;min-width:0}.big tbody{content-visibility:auto;contain-intrinsic-size:auto none auto 260rem}}\n",
".num{text-align:right;font-variant-numeric:tabular-nums}.mid{text-align:center}\n",
".vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n",
"[hidden]{display:none!important}\n",
".find{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .6rem;margin:1rem 0 0;font-size:.875rem}\n",
".find input{flex:0 1 22rem;min-width:0;padding:.4rem .8rem;border:1px solid var(--soft);border-radius:99px;background:var(--card);color:var(--ink);font:inherit}\n",
".find input:focus-visible,summary:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}\n",
".find output{color:var(--soft);font-variant-numeric:tabular-nums}\n",
"th button{all:unset;cursor:pointer;border-radius:3px}th button:hover{color:var(--accent)}\n",
"th button::after{content:\"\\2195\";margin-left:.3em;opacity:.45}th[aria-sort=ascending] button::after{content:\"\\2191\";opacity:1}"
"th[aria-sort=descending] button::after{content:\"\\2193\";opacity:1}\n",
"figure{margin:0;padding:1.1rem 1.25rem;border:1px solid var(--line);border-radius:12px;background:var(--card);min-width:0}\n",
"*+figure,figure+*{margin-top:1rem}h2+figure,h3+figure{margin-top:0}.card figure{padding:0;border:0;border-radius:0}\n",
"figcaption{max-width:46rem;margin-bottom:1rem;line-height:1.45}figcaption strong{display:block;font-weight:650}.says{color:var(--soft);font-size:.9375rem}\n",
"figure.wide{padding:0;border:0;border-radius:0;background:none}\n",
".pic{display:block;max-width:100%;height:auto;overflow:visible}.ds .pic{width:100%;max-width:30rem}.dm,.dl{display:none}\n",
".bare{border:0;border-radius:0}.bare .pic{max-width:none}\n",
"details{margin-top:.9rem;font-size:.9375rem}summary{cursor:pointer;color:var(--soft);font-size:.875rem;width:max-content;border-radius:4px}summary:hover{color:var(--accent)}\n",
"details .scroll{margin-top:.6rem}\n",
"@media(min-width:48rem){.ds{display:none}.dm{display:block}}\n",
"@media(min-width:73rem){.dm{display:none}.dl{display:block}"
"figure.chart{display:grid;grid-template-columns:minmax(0,1fr) 680px;column-gap:2rem;align-items:start}figure.chart .drawing{grid-column:2;grid-row:1/3}"
"figure.chart details{align-self:end;margin-top:0}figure.chart details[open]{grid-column:1/-1;grid-row:3;margin-top:.9rem}"
".card figure.chart{display:block}}\n",
".col ul,.map ul{margin:0;padding:0;list-style:none;display:grid;gap:.5rem;grid-template-columns:minmax(0,1fr)}\n",
".board{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.75rem,1fr));gap:.75rem;border:0;border-radius:0;background:none;align-items:start}\n",
".col{padding:.75rem;border-radius:12px;background:var(--track);min-width:0}.col .quiet{margin:0;font-size:.875rem}\n",
".col-head{margin:0 0 .6rem;font-size:.9375rem;line-height:1.35}.col-head .count{color:var(--soft);font-size:.875rem;font-variant-numeric:tabular-nums}"
".col-head .count.bad{color:var(--bad);font-weight:650}.col-head .note{display:block}\n",
".ticket{position:relative;padding:.55rem .7rem;border:1px solid var(--line);border-radius:8px;background:var(--card);font-size:.875rem;line-height:1.4;overflow-wrap:anywhere}\n",
".t-good,.t-warn,.t-bad,.t-quiet{border-left:3px solid var(--soft)}.t-good{border-left-color:var(--good)}.t-warn{border-left-color:var(--warn)}.t-bad{border-left-color:var(--bad)}\n",
".ticket .good,.ticket .warn,.ticket .bad{color:inherit}.ticket .fact .good{color:var(--good)}.ticket .fact .warn{color:var(--warn)}.ticket .fact .bad{color:var(--bad)}\n",
".facts-of{display:flex;flex-wrap:wrap;gap:.1rem .7rem;margin-top:.3rem;color:var(--soft);font-size:.8125rem;font-variant-numeric:tabular-nums}\n",
".map{background:none}.map table{table-layout:fixed;width:max-content;min-width:100%;background:var(--card)}.map th,.map td{width:10.75rem;padding:.5rem .6rem;white-space:normal;vertical-align:top;border-left:1px solid var(--line)}"
".map tbody th,.map thead td{width:8rem;border-left:0}.map thead th{white-space:normal;color:var(--ink);font-size:.875rem}.map tbody tr:hover{background:none}.map td:empty{background:var(--page)}\n",
".d1{padding-left:2.2rem}",
".d2{padding-left:3.6rem}",
".d3{padding-left:5.0rem}",
".d4{padding-left:6.3rem}\n",
".d5{padding-left:7.7rem}",
".d6{padding-left:9.0rem}",
".d7{padding-left:10.4rem}",
".d8{padding-left:11.7rem}\n",
".d9{padding-left:13.1rem}",
".d10{padding-left:14.4rem}",
".d11{padding-left:15.8rem}",
".d12{padding-left:17.1rem}\n",
".tree tbody th{font-weight:400;white-space:normal}.tree tbody th.wide{min-width:18rem}.tree tbody th:not([class*=\" d\"]){font-weight:600}\n",
"@media(max-width:47.99rem){.board{grid-template-columns:minmax(0,1fr);overflow:visible}figure{padding:1rem}figure.wide{padding:0}}\n",
"footer{padding-top:2.5rem;padding-bottom:2.5rem;color:var(--soft);font-size:.8125rem}\n",
"@media(max-width:60rem){td:not(.wide):not(.num){white-space:normal;min-width:7.25rem}td.wide,th.wide{min-width:11rem;width:auto}}\n",
"@media(max-width:40rem){nav ul{flex-wrap:nowrap;overflow-x:auto;padding-bottom:.4rem}nav a{white-space:nowrap}}\n",
"@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}\n",
"@media print{"
"@page{margin:16mm 14mm}html,body{font-size:10pt}header,main,footer{max-width:none;padding-left:0;padding-right:0}\n",
"nav,.skip{display:none}header{padding-top:0}main>section{margin-top:1.6rem}a{text-decoration:none}\n",
"h2,h3{break-after:avoid}.card,tr,.bars li,.facts{break-inside:avoid}.scroll{overflow:visible}thead{display:table-header-group}\n",
".find,details,th button::after{display:none}figure,.ticket,.bare{break-inside:avoid}.ds,.dl{display:none!important}.dm{display:block!important}"
".board{grid-template-columns:repeat(3,minmax(0,1fr))}.col{background:none;border:1px solid var(--line);padding:.5rem}"
".map table{width:100%;font-size:8pt}.map th,.map td{width:auto;padding:.3rem}.bare .pic{max-width:100%}"
"table{font-size:9pt}th,td{padding:.3rem .5rem}td.wide,th.wide{min-width:0}td:not(.wide),tbody th{white-space:normal;overflow-wrap:break-word}td.wide,th.wide{overflow-wrap:anywhere}figure.wide{break-inside:auto}"
"figure.chart{display:block}.facts div{padding:.6rem .7rem}.facts dd{font-size:1.15rem}.map tr{break-inside:auto}.col-head{break-after:avoid}"
".track,.fill,.tick{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n",
NULL};

/* Search hides what does not have every word; a click on a column's head sorts by it.  What it touches it touches once; a part of a
 * big table is as high as what it shows, also where the browser has not laid it out, and parts come back one after another, so that
 * only those that are seen are laid out. */
static const char script[] =
"'use strict';(function(){\n"
"var d=document,form=d.querySelector('.find'),all=function(s,e){return [].slice.call((e||d).querySelectorAll(s))};\n"
"var later=0,fit=function(parts){clearTimeout(later);parts.forEach(function(p){p.hidden=true});d.body.offsetHeight;"
"var full=parts.filter(function(p){var n=p.querySelectorAll('tr:not([hidden])').length;p.style.containIntrinsicSize='none '+n*2.6+'rem';return n});"
"var show=function(from,n){full.slice(from,from+n).forEach(function(p){p.hidden=false});if(from+n<full.length)later=setTimeout(show,20,from+n,20)};show(0,2)};\n"
"if(form){\n"
"var box=form.querySelector('input'),out=form.querySelector('output'),rows=null,texts,blocks,filled,within,wait=0;\n"
"var index=function(){"
"rows=all('tbody>tr,.ticket,.entries>li,.bars>li').filter(function(e){return !e.closest('details')&&!(e.localName==='tr'&&e.closest('.map'))});"
"texts=rows.map(function(e){return e.textContent.toLowerCase()});"
"blocks=all('main section,main figure');var at=new Map(blocks.map(function(b,k){return [b,k]}));filled=blocks.map(function(){return 0});"
"within=rows.map(function(r){var l=[];for(var e=r.parentElement;e;e=e.parentElement)if(at.has(e)){l.push(at.get(e));filled[at.get(e)]++}return l})};\n"
"var find=function(){wait=0;if(!rows)index();"
"var words=box.value.toLowerCase().split(/\\s+/).filter(Boolean),n=0,hits=blocks.map(function(){return 0});"
"texts.forEach(function(t,i){var hit=words.every(function(w){return t.indexOf(w)>=0});"
"if(hit){n++;within[i].forEach(function(k){hits[k]++})}if(rows[i].hidden===hit)rows[i].hidden=!hit});"
"fit(all('.big tbody'));"
"blocks.forEach(function(b,k){var none=filled[k]>0&&!hits[k];if(b.hidden!==none)b.hidden=none});"
"out.textContent=words.length?n+' of '+rows.length:''};\n"
"form.hidden=false;form.addEventListener('submit',function(e){e.preventDefault()});"
"box.addEventListener('input',function(){if(!wait)wait=requestAnimationFrame(find)});\n"
"}\n"
"var order=new Intl.Collator('en',{numeric:true}).compare;\n"
"all('.scroll:not(.map)>table').forEach(function(t){"
"var parts=[].slice.call(t.tBodies),rows=all('tbody>tr',t),heads=all('thead th',t),most=parts[0].rows.length;if(rows.length<4)return;"
"heads.forEach(function(h,c){if(!h.textContent.trim())return;"
"var b=d.createElement('button');b.type='button';while(h.firstChild)b.appendChild(h.firstChild);h.appendChild(b);"
"b.addEventListener('click',function(){"
"var down=h.getAttribute('aria-sort')==='ascending',num=h.classList.contains('num');"
"var keys=all('tbody>tr',t).map(function(r,i){"
"var s=r.cells[c].textContent.trim(),x=num?parseFloat(s.replace(/[, ]/g,'')):s;return [r,num&&isNaN(x)?'':x,i]});"
"keys.sort(function(a,b){if(a[1]===''||b[1]==='')return (a[1]==='')-(b[1]==='')||a[2]-b[2];"
"return (down?-1:1)*(num?a[1]-b[1]:order(a[1],b[1]))||a[2]-b[2]});"
"parts.forEach(function(p){t.removeChild(p)});keys.forEach(function(k,i){parts[Math.floor(i/most)].appendChild(k[0])});"
"parts.forEach(function(p){t.appendChild(p)});if(parts.length>1)fit(parts);"
"heads.forEach(function(x){x.removeAttribute('aria-sort')});h.setAttribute('aria-sort',down?'descending':'ascending')})})});\n"
"})();";
/* clang-format on */

void pm_html_style(struct pm_out *out)
{
	pm_outz(out, ":root{color-scheme:light dark;");
	pm_svg_variables(PM_THEME_LIGHT, out);
	pm_outz(out, "}\n@media(prefers-color-scheme:dark){:root{");
	pm_svg_variables(PM_THEME_DARK, out);
	pm_outz(out, "}}\n@media print{:root{color-scheme:light;");
	pm_svg_variables(PM_THEME_PRINT, out);
	pm_outz(out, "}}\n");
	for (size_t i = 0; style[i]; i++)
		pm_outz(out, style[i]);
	pm_svg_style(out);
}

void pm_html_script(struct pm_out *out)
{
	pm_outz(out, script);
}
