/* test_json: nesting, escapes, numbers. */
#include "formats/json.h"

#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>

static struct pm_out out;

static struct pm_json begin(bool pretty)
{
	struct pm_json json;

	pm_out_clear(&out);
	pm_out_memory(&out);
	pm_json_init(&json, &out, pretty);
	return json;
}

static const char *string(struct pm_str s)
{
	struct pm_json json = begin(false);

	pm_json_str(&json, s);
	return out.buf.p;
}

static void write_all(struct pm_json *json)
{
	pm_json_object(json);
	pm_json_name(json, "a");
	pm_json_int(json, -3);
	pm_json_name(json, "b");
	pm_json_array(json);
	pm_json_bool(json, true);
	pm_json_null(json);
	pm_json_strz(json, NULL);
	pm_json_strz(json, "x");
	pm_json_array(json);
	pm_json_array_end(json);
	pm_json_array_end(json);
	pm_json_name(json, "c");
	pm_json_object(json);
	pm_json_object_end(json);
	pm_json_object_end(json);
	pm_json_end(json);
}

static void test_nesting(void)
{
	struct pm_json json = begin(false);

	write_all(&json);
	CHECK_STR(out.buf.p, "{\"a\":-3,\"b\":[true,null,null,\"x\",[]],\"c\":{}}\n");
	json = begin(true);
	write_all(&json);
	CHECK_STR(out.buf.p,
		  "{\n  \"a\": -3,\n  \"b\": [\n    true,\n    null,\n    null,\n    \"x\",\n    []\n  ],\n  \"c\": {}\n}\n");
	json = begin(false);
	json.breaks = 1;
	write_all(&json);
	CHECK_STR(out.buf.p, "{\n  \"a\": -3,\n  \"b\": [true,null,null,\"x\",[]],\n  \"c\": {}\n}\n");
}

static void test_strings(void)
{
	CHECK_STR(string(PM_STR("caf\xc3\xa9 \xf0\x9f\x98\x80")), "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"");
	CHECK_STR(string(PM_STR("\"\\/")), "\"\\\"\\\\/\"");
	CHECK_STR(string(PM_STR("a\nb\rc\td\x01\x1f")), "\"a\\nb\\rc\\td\\u0001\\u001f\"");
	CHECK_STR(string(pm_str_n("a\0b", 3)), "\"a\\u0000b\"");
	CHECK_STR(string(PM_STR("\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\xa8")), "\"\\u007f\\u009b\\u202e\\u2028\"");
	CHECK_STR(string(PM_STR("\xff\xc3(")), "\"\xef\xbf\xbd\xef\xbf\xbd(\"");
	CHECK_STR(string(PM_STR("")), "\"\"");
}

static const char *number(double x)
{
	static char text[32];

	pm_number_format(x, text);
	return text;
}

static const char *rounded(double x)
{
	static char text[32];

	pm_number_round(x, text);
	return text;
}

static void test_numbers(void)
{
	struct pm_json json = begin(false);

	CHECK_STR(number(0), "0");
	CHECK_STR(number(-0.0), "0");
	CHECK_STR(number(5.2), "5.2");
	CHECK_STR(number(0.1), "0.1");
	CHECK_STR(number(1200), "1200");
	CHECK_STR(number(-17), "-17");
	CHECK_STR(number(1000000), "1000000");
	CHECK_STR(number(0.1 + 0.2), "0.30000000000000004");
	CHECK(strtod(number(1.0 / 3), NULL) == 1.0 / 3);
	CHECK(strtod(number(1e300), NULL) == 1e300);
	CHECK_STR(rounded(1.0 / 3), "0.33");
	CHECK_STR(rounded(2.5), "2.5");
	CHECK_STR(rounded(5.625), "5.63");
	CHECK_STR(rounded(4.375), "4.38");
	CHECK_STR(rounded(-5.625), "-5.63");
	CHECK_STR(rounded(1.005), "1.01"); /* half a hundredth, as it is written */
	CHECK_STR(rounded(1.00499), "1");
	CHECK_STR(rounded(0.995), "1");
	CHECK_STR(rounded(123456789.125), "123456789.13");
	CHECK_STR(rounded(100), "100");
	CHECK_STR(rounded(-0.001), "-0.001");
	CHECK_STR(rounded(1e20), number(1e20));
	pm_json_array(&json);
	pm_json_number(&json, 0.5);
	pm_json_number(&json, NAN);
	pm_json_number(&json, HUGE_VAL);
	pm_json_array_end(&json);
	CHECK_STR(out.buf.p, "[0.5,null,null]");
}

static void test_errors(void)
{
	struct pm_json json = begin(false);

	pm_json_object(&json);
	pm_json_errors(&json, PM_STR("\n"));
	pm_json_errors(&json, PM_STR("one\n\ntwo\n"));
	pm_json_object_end(&json);
	CHECK_STR(out.buf.p, "{\"errors\":[\"one\",\"two\"]}");
}

int main(void)
{
	test_nesting();
	test_strings();
	test_numbers();
	test_errors();
	pm_out_clear(&out);
	return test_done();
}
