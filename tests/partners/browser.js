/* browser: what browser.py asks of a page, in the page.  Each function returns a list of what is wrong. */
const pm = {
	all: (selector, root) => [...(root || document).querySelectorAll(selector)],

	name: e => e.localName + (e.id ? '#' + e.id : '') + (e.getAttribute('class') ? '.' + e.getAttribute('class') : '') + ' "' +
		(e.textContent || '').trim().slice(0, 40) + '"',

	shown: e => e.checkVisibility() && e.getClientRects().length > 0 && !e.closest('.vh'),

	/* ids once, what is referred to is there, headings in order, every picture has its words */
	structure: () => {
		const wrong = [], ids = new Set();
		for (const e of pm.all('[id]')) {
			if (ids.has(e.id))
				wrong.push('twice: #' + e.id);
			ids.add(e.id);
		}
		for (const a of pm.all('a[href^="#"]'))
			if (!ids.has(decodeURIComponent(a.getAttribute('href').slice(1))))
				wrong.push('leads nowhere: ' + a.getAttribute('href'));
		for (const e of pm.all('[aria-labelledby],[for]'))
			for (const id of (e.getAttribute('aria-labelledby') || e.getAttribute('for')).split(' '))
				if (!ids.has(id))
					wrong.push('names what is not there: ' + id);
		let last = 0;
		for (const h of pm.all('h1,h2,h3,h4,h5,h6')) {
			const level = +h.localName[1];
			if (level > last + 1)
				wrong.push('a level is left out: ' + pm.name(h));
			last = level;
		}
		if (pm.all('h1').length !== 1 || pm.all('main').length !== 1 || !document.title || !document.documentElement.lang)
			wrong.push('no single h1, main, title, or no language');
		for (const svg of pm.all('svg'))
			if (!svg.parentElement.closest('svg') && svg.getAttribute('aria-hidden') !== 'true' &&
			    (!svg.getAttribute('aria-label') || !/^(img|group)$/.test(svg.getAttribute('role'))))
				wrong.push('a picture without words: ' + pm.name(svg));
		for (const figure of pm.all('figure'))
			if (!figure.querySelector('figcaption .says') || !figure.querySelector('.says').textContent.trim() ||
			    !(figure.querySelector('table') || figure.querySelector('.col')))
				wrong.push('a figure without words or table: ' + pm.name(figure));
		for (const table of pm.all('table'))
			if (!table.tHead || pm.all('tbody tr', table).some(r => !r.querySelector('th[scope=row]')))
				wrong.push('a table without heads: ' + pm.name(table));
		return wrong;
	},

	color: text => {
		const parts = text.match(/[\d.]+/g).map(Number);
		return parts.length < 4 ? [...parts, 1] : parts;
	},

	/* the first ground that is not see-through */
	ground: e => {
		for (; e; e = e.parentElement) {
			const color = pm.color(getComputedStyle(e).backgroundColor);
			if (color[3] > 0 && !(e instanceof SVGElement))
				return color;
		}
		return [255, 255, 255, 1];
	},

	light: ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0),

	contrast: least => {
		const wrong = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node; (node = walk.nextNode());) {
			const e = node.parentElement;
			if (!node.data.trim() || !pm.shown(e) || /^(script|style|title)$/.test(e.localName))
				continue;
			const style = getComputedStyle(e), ink = pm.color(e instanceof SVGElement ? style.fill : style.color);
			const a = pm.light(ink), b = pm.light(pm.ground(e));
			const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
			if (ratio < least)
				wrong.add(ratio.toFixed(2) + ' ' + pm.name(e));
		}
		return [...wrong];
	},

	/* nothing beyond the page but in boxes that scroll; no text of a picture outside of it */
	overflow: () => {
		const wrong = [], width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth > width)
			wrong.push('the page is ' + document.documentElement.scrollWidth + ' wide');
		for (const e of pm.all('body *')) {
			if (e.closest('.scroll,nav,.vh,.skip,svg') || !pm.shown(e))
				continue;
			const box = e.getBoundingClientRect();
			if (box.right > width + 1 || box.left < -1)
				wrong.push(Math.round(box.left) + ' to ' + Math.round(box.right) + ' ' + pm.name(e));
		}
		for (const text of pm.all('svg.pic text')) {
			if (!pm.shown(text))
				continue;
			const frame = text.closest('svg.pic').getBoundingClientRect(), box = text.getBoundingClientRect();
			if (box.right > frame.right + 3 || box.left < frame.left - 3 || box.bottom > frame.bottom + 3 || box.top < frame.top - 3)
				wrong.push('beyond its picture by ' + Math.round(Math.max(box.right - frame.right, frame.left - box.left)) + ': ' +
					   pm.name(text));
		}
		return wrong;
	},

	/* on paper nothing scrolls: all of it lies within the page */
	cut: () => {
		const wrong = [], width = document.documentElement.clientWidth;
		for (const e of pm.all('table,.board,.col,.ticket,figure,svg,.facts')) {
			if (!pm.shown(e))
				continue;
			const box = e.getBoundingClientRect();
			if (box.right > width + 1)
				wrong.push('cut at ' + width + ' of ' + Math.round(box.right) + ': ' + pm.name(e));
		}
		return wrong;
	},

	/* what the keyboard must reach */
	stops: () => pm.all('a[href],button,input,summary,[tabindex="0"]').filter(e => pm.shown(e) || e.matches('.skip')).length,

	/* where it is; and whether that can be seen */
	stop: () => {
		const e = document.activeElement, style = getComputedStyle(e);
		if (!pm.reached)
			pm.reached = new Set();
		pm.reached.add(e);
		return {body: e === document.body, count: pm.reached.size,
			seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || e.matches('.skip'), name: pm.name(e)};
	},
};
