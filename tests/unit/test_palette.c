/* test_palette: the colours keep what palette.def says of them. */
#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct color {
	const char *name, *themes[3];
};

static const struct color palette[] = {
#define PM_COLOR(name, light, dark, print) {#name, {light, dark, print}},
#include "formats/palette.def"
#undef PM_COLOR
};
enum { COLORS = sizeof(palette) / sizeof(palette[0]) };

static const char *find(const char *name, int theme)
{
	for (size_t i = 0; i < COLORS; i++)
		if (strcmp(palette[i].name, name) == 0)
			return palette[i].themes[theme];
	return "#000000";
}

/* sRGB made linear (IEC 61966-2-1). */
static void linear(const char *hex, double rgb[3])
{
	unsigned long value = strtoul(hex + 1, NULL, 16);

	for (int i = 0; i < 3; i++) {
		double c = (double)(value >> (16 - 8 * i) & 255) / 255;

		rgb[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
	}
}

/* WCAG 2, contrast ratio. */
static double contrast(const char *a, const char *b)
{
	double x[3], y[3], one, other;

	linear(a, x);
	linear(b, y);
	one = 0.2126 * x[0] + 0.7152 * x[1] + 0.0722 * x[2] + 0.05;
	other = 0.2126 * y[0] + 0.7152 * y[1] + 0.0722 * y[2] + 0.05;
	return one > other ? one / other : other / one;
}

/* How three kinds of colour blindness see linear colours, whole, and how others do. */
static const double seen[4][3][3] = {
	{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
};

static double lab_part(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

static void lab(const char *hex, const double matrix[3][3], double out[3])
{
	double rgb[3], c[3], x, y, z;

	linear(hex, rgb);
	for (int i = 0; i < 3; i++)
		c[i] = fmax(0, matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2]);
	x = lab_part((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
	y = lab_part(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
	z = lab_part((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
	out[0] = 116 * y - 16;
	out[1] = 500 * (x - y);
	out[2] = 200 * (y - z);
}

static double distance(const char *a, const char *b, int eye)
{
	double x[3], y[3];

	lab(a, seen[eye], x);
	lab(b, seen[eye], y);
	return sqrt((x[0] - y[0]) * (x[0] - y[0]) + (x[1] - y[1]) * (x[1] - y[1]) + (x[2] - y[2]) * (x[2] - y[2]));
}

static void test_written(int theme)
{
	static const char *const written[] = {"ink", "soft", "accent", "good", "warn", "bad"}, *const grounds[] = {"page", "card",
														   "tint"};

	for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++)
		for (size_t k = 0; k < sizeof(grounds) / sizeof(*grounds); k++)
			CHECK(contrast(find(written[i], theme), find(grounds[k], theme)) >= 4.5);
}

static void test_series(int theme)
{
	static const char *const series[] = {"c0", "c1", "c2", "c3", "c4", "c5"};

	for (size_t i = 0; i < 6; i++) {
		CHECK(contrast(find(series[i], theme), find("card", theme)) >= 3);
		for (size_t k = 0; k < i; k++)
			for (int eye = 0; eye < 4; eye++)
				CHECK(distance(find(series[i], theme), find(series[k], theme), eye) >= 20);
	}
}

int main(void)
{
	CHECK(fabs(contrast("#000000", "#ffffff") - 21) < 0.01);
	for (int theme = 0; theme < 3; theme++) {
		test_written(theme);
		test_series(theme);
	}
	return test_done();
}
