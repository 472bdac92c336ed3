/* BERT's encoder in int8, on processors with AMX and AVX-512 (Intel Xeon from 2023 on).

   What onnxruntime does operator by operator, done here in one pass over rows that stay in the cache: products in the
   8-bit matrix unit with a scale for each row, attention in its bfloat16 one. Every row is computed for itself, so that
   what else is in a batch changes nothing, to the last bit. encoder.py says what goes in; everything is little endian.
*/

#define _GNU_SOURCE
#include <cpuid.h>
#include <immintrin.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,amx-tile,amx-int8,amx-bf16,fma")))
#define INLINE TARGET static inline __attribute__((always_inline))

enum { TILE = 16, PANEL = 32, CHUNK = 128, HEAD = 32, APART = 4 };

/* y = x W + b; W packed for the matrix unit: panels of 32 columns, of each 64 rows two tiles of [16][16 columns][4 rows] */
typedef struct {
    int32_t in, out; /* multiples of 64 and 32 */
    const int8_t *weights;
    const float *scale, *bias; /* of each column */
    const float *ease;         /* what goes in is multiplied by it, number for number */
    const float *sums;         /* of the weights of each column */
    int32_t apart;             /* numbers that count as they are, beside: how many (4 at most), which, and their weights */
    const int32_t *which;
    const float *few;
} Product;

typedef struct {
    Product seen_by, seen, wide, narrow; /* seen_by: query (divided by the root of HEAD), key and value beside each other */
    const float *gain1, *shift1, *gain2, *shift2;
} Layer;

typedef struct {
    int32_t size, heads, layers, broad; /* broad: numbers in the middle of a layer */
    const int8_t *words;
    const float *word_scale; /* of each word */
    const float *kinds, *places, *gain, *shift;
    const Layer *layer;
} Network;

/* --- what is needed of the processor ------------------------------------------------------------------------------ */

static int has(unsigned leaf, unsigned sub, int which, unsigned bits) {
    unsigned r[4];
    return __get_cpuid_count(leaf, sub, r, r + 1, r + 2, r + 3) && (r[which] & bits) == bits;
}

/* Whether this processor and system can run the rest; asks the system for the matrix unit's registers. */
int detente_ready(void) {
    unsigned low, high;
    if (!has(1, 0, 2, 1u << 27 | 1u << 12)) /* XGETBV, FMA */
        return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & 0x600e6u) != 0x600e6u) /* SSE, AVX, AVX-512, tiles */
        return 0;
    if (!has(7, 0, 1, 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31) || !has(7, 0, 3, 1u << 22 | 1u << 24 | 1u << 25) ||
        !has(7, 1, 0, 1u << 5))
        return 0;
    return syscall(SYS_arch_prctl, 0x1023 /* ARCH_REQ_XCOMP_PERM */, 18 /* tile data */) == 0;
}

typedef struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
} __attribute__((packed, aligned(64))) Shape;

TARGET static void open_tiles(void) {
    Shape s;
    memset(&s, 0, sizeof s);
    s.palette = 1;
    for (int k = 0; k < 8; k++) {
        s.bytes[k] = 64;
        s.rows[k] = TILE;
    }
    _tile_loadconfig(&s);
}

/* --- functions of sixteen numbers --------------------------------------------------------------------------------- */

/* e^x, for x from -87 to 87, to 4e-6 of it */
INLINE __m512 power(__m512 x) {
    __m512 t = _mm512_mul_ps(x, _mm512_set1_ps(1.44269504f));
    __m512 n = _mm512_roundscale_ps(t, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), f = _mm512_sub_ps(t, n);
    __m512 p = _mm512_set1_ps(9.5701023e-3f);
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.5917860e-2f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.4024745e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.9312181e-1f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0.99999926f));
    return _mm512_scalef_ps(p, n);
}

/* x (1 + erf(x / sqrt 2)) / 2, to 3e-5, as x / (1 + e^-z) with a polynomial z in x (fitted, greatest error least) */
INLINE __m512 gelu(__m512 x) {
    __m512 s = _mm512_min_ps(_mm512_mul_ps(x, x), _mm512_set1_ps(36.f));
    __m512 z = _mm512_fmadd_ps(s, _mm512_set1_ps(7.0303462e-4f), _mm512_set1_ps(-7.4011302e-2f));
    z = _mm512_mul_ps(x, _mm512_fmadd_ps(z, s, _mm512_set1_ps(-1.59501576f)));
    z = _mm512_min_ps(z, _mm512_set1_ps(80.f));
    __m512 d = _mm512_add_ps(power(z), _mm512_set1_ps(1.f));
    return _mm512_mul_ps(x, _mm512_rcp14_ps(d));
}

/* --- products ----------------------------------------------------------------------------------------------------- */

typedef struct {
    uint8_t *tiles; /* [rows / 16][in / 64][16][64] */
    float scale[CHUNK], zero[CHUNK]; /* of each row; zero times scale */
    float apart[CHUNK][APART];
} Small;

/* Rows in 8 bits, each with its own scale and zero; `into->tiles` has room for whole tiles. */
TARGET static void shrink(const float *x, int rows, const Product *p, Small *into) {
    int in = p->in, steps = in / 64;
    const float *ease = p->ease;
    for (int r = 0; r < rows; r++, x += in) {
        __m512 low = _mm512_setzero_ps(), high = low;
        for (int k = 0; k < in; k += 16) {
            __m512 v = _mm512_mul_ps(_mm512_loadu_ps(x + k), _mm512_loadu_ps(ease + k));
            low = _mm512_min_ps(low, v);
            high = _mm512_max_ps(high, v);
        }
        float least = _mm512_reduce_min_ps(low), span = _mm512_reduce_max_ps(high) - least;
        float scale = span > 1e-30f ? span / 255.f : 1.f, zero = __builtin_rintf(-least / scale);
        into->scale[r] = scale;
        into->zero[r] = zero * scale;
        for (int j = 0; j < p->apart; j++)
            into->apart[r][j] = x[p->which[j]];
        __m512 by = _mm512_set1_ps(1.f / scale);
        __m512i from = _mm512_set1_epi32((int)zero), none = _mm512_setzero_si512();
        uint8_t *to = into->tiles + ((size_t)(r / TILE) * steps * TILE + r % TILE) * 64;
        for (int k = 0; k < in; k += 16) {
            __m512 v = _mm512_mul_ps(_mm512_loadu_ps(x + k), _mm512_loadu_ps(ease + k));
            __m512i q = _mm512_add_epi32(_mm512_cvtps_epi32(_mm512_mul_ps(v, by)), from);
            _mm_store_si128((__m128i *)(to + (size_t)(k / 64) * 1024 + k % 64),
                            _mm512_cvtusepi32_epi8(_mm512_max_epi32(q, none)));
        }
    }
}

enum { PLAIN, GELU, HALVED };

/* What some rows of a panel's columns come to, by their sums in whole numbers: from row r and column n on. */
INLINE void finish(const Product *p, const Small *x, int r, int rows, int n, const int32_t *sum, void *out, int how) {
    for (int h = 0; h < PANEL; h += TILE) {
        int at = n + h;
        __m512 by = _mm512_loadu_ps(p->scale + at), bias = _mm512_loadu_ps(p->bias + at);
        __m512 sums = _mm512_loadu_ps(p->sums + at), few[APART];
        for (int j = 0; j < APART; j++)
            few[j] = j < p->apart ? _mm512_loadu_ps(p->few + (size_t)j * p->out + at) : _mm512_setzero_ps();
        for (int k = 0; k < rows; k++) {
            __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_load_si512(sum + k * PANEL + h)),
                                     _mm512_set1_ps(x->scale[r + k]));
            y = _mm512_fnmadd_ps(_mm512_set1_ps(x->zero[r + k]), sums, y);
            y = _mm512_fmadd_ps(y, by, bias);
            if (how == PLAIN && p->apart)
                for (int j = 0; j < APART; j++)
                    y = _mm512_fmadd_ps(_mm512_set1_ps(x->apart[r + k][j]), few[j], y);
            if (how == GELU)
                y = gelu(y);
            size_t to = (size_t)(r + k) * p->out + at;
            if (how == HALVED)
                _mm256_storeu_si256((__m256i *)((uint16_t *)out + to), (__m256i)_mm512_cvtneps_pbh(y));
            else
                _mm512_storeu_ps((float *)out + to, y);
        }
    }
}

INLINE void multiply(const Product *p, const Small *x, int rows, void *out, int how) {
    int steps = p->in / 64, n0 = 0, r0 = 0, turn = 0;
    int32_t sum[2][PANEL * PANEL] __attribute__((aligned(64)));
    for (int n = 0; n < p->out; n += PANEL) {
        const int8_t *w = p->weights + (size_t)n * p->in;
        for (int r = 0; r < rows; r += PANEL, turn ^= 1) {
            const uint8_t *a = x->tiles + (size_t)r * p->in;
            int32_t *to = sum[turn];
            _tile_zero(0);
            _tile_zero(1);
            _tile_zero(2);
            _tile_zero(3);
            if (rows - r > TILE)
                for (int k = 0; k < steps; k++) {
                    _tile_loadd(4, a + (size_t)k * 1024, 64);
                    _tile_loadd(6, w + (size_t)k * 2048, 64);
                    _tile_loadd(7, w + (size_t)k * 2048 + 1024, 64);
                    _tile_loadd(5, a + (size_t)(steps + k) * 1024, 64);
                    _tile_dpbusd(0, 4, 6);
                    _tile_dpbusd(1, 4, 7);
                    _tile_dpbusd(2, 5, 6);
                    _tile_dpbusd(3, 5, 7);
                }
            else
                for (int k = 0; k < steps; k++) {
                    _tile_loadd(4, a + (size_t)k * 1024, 64);
                    _tile_loadd(6, w + (size_t)k * 2048, 64);
                    _tile_loadd(7, w + (size_t)k * 2048 + 1024, 64);
                    _tile_dpbusd(0, 4, 6);
                    _tile_dpbusd(1, 4, 7);
                }
            if (n | r) /* while the matrix unit works, what it found before is finished */
                finish(p, x, r0, rows - r0 < PANEL ? rows - r0 : PANEL, n0, sum[turn ^ 1], out, how);
            n0 = n;
            r0 = r;
            _tile_stored(0, to, PANEL * 4);
            _tile_stored(1, to + TILE, PANEL * 4);
            _tile_stored(2, to + TILE * PANEL, PANEL * 4);
            _tile_stored(3, to + TILE * PANEL + TILE, PANEL * 4);
        }
    }
    finish(p, x, r0, rows - r0, n0, sum[turn ^ 1], out, how);
}

TARGET static void plain(const Product *p, const Small *x, int rows, float *out) { multiply(p, x, rows, out, PLAIN); }

TARGET static void curved(const Product *p, const Small *x, int rows, float *out) { multiply(p, x, rows, out, GELU); }

TARGET static void halved(const Product *p, const Small *x, int rows, uint16_t *out) {
    multiply(p, x, rows, out, HALVED);
}

/* x = normalised(x + more), row by row */
TARGET static void normalise(float *x, const float *more, int rows, int size, const float *gain, const float *shift) {
    for (int r = 0; r < rows; r++, x += size) {
        __m512 sum = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
        for (int k = 0; k < size; k += 16) {
            __m512 v = _mm512_loadu_ps(x + k);
            if (more) {
                v = _mm512_add_ps(v, _mm512_loadu_ps(more + (size_t)r * size + k));
                _mm512_storeu_ps(x + k, v);
            }
            sum = _mm512_add_ps(sum, v);
        }
        __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / size);
        for (int k = 0; k < size; k += 16) {
            __m512 v = _mm512_sub_ps(_mm512_loadu_ps(x + k), mean);
            squares = _mm512_fmadd_ps(v, v, squares);
        }
        __m512 by = _mm512_set1_ps(1.f / __builtin_sqrtf(_mm512_reduce_add_ps(squares) / size + 1e-12f));
        for (int k = 0; k < size; k += 16) {
            __m512 v = _mm512_mul_ps(_mm512_sub_ps(_mm512_loadu_ps(x + k), mean), by);
            _mm512_storeu_ps(x + k, _mm512_fmadd_ps(v, _mm512_loadu_ps(gain + k), _mm512_loadu_ps(shift + k)));
        }
    }
}

/* --- attention ---------------------------------------------------------------------------------------------------- */

typedef struct {
    uint8_t *keys, *values; /* tiles of one head of one window, in bfloat16 */
    uint8_t *weights;       /* of 16 rows, as tiles in bfloat16 */
    uint8_t ones[2][1024] __attribute__((aligned(64))); /* what adds weights up: of 32 pieces, and of those that the window's last tile has */
} Room;

/* One head of a window of n rows: `seen` holds query, key and value in bfloat16, `stride` numbers a row.

   No greatest score is taken off before raising e to it: scores beyond 60, which do not occur, are taken for 60. */
TARGET static void attend(const uint16_t *seen, int n, int size, int stride, float *out, const Room *room) {
    int pairs = (n + 31) / 32;
    const uint16_t *key = seen + size, *value = seen + 2 * size;
    __m512i at = _mm512_mullo_epi32(
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), _mm512_set1_epi32(stride / 2));
    for (int b = 0; b < 2 * pairs; b++) { /* [two dimensions][16 keys] */
        const int32_t *from = (const int32_t *)(key + (size_t)b * TILE * stride);
        int left = n - b * TILE;
        __mmask16 there = left >= TILE ? 0xffff : left <= 0 ? 0 : (__mmask16)((1u << left) - 1);
        for (int r = 0; r < TILE; r++)
            _mm512_store_si512(room->keys + ((size_t)b * TILE + r) * 64,
                               _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, at, from + r, 4));
    }
    for (int b = 0; b < pairs; b++) /* [two keys][16 dimensions], twice */
        for (int r = 0; r < TILE; r++) {
            int k = b * 32 + 2 * r;
            const uint16_t *from = value + (size_t)k * stride;
            __m512i one = _mm512_setzero_si512(), two = one;
            if (k < n)
                one = _mm512_loadu_si512(from);
            if (k + 1 < n)
                two = _mm512_loadu_si512(from + stride);
            for (int h = 0; h < 2; h++) {
                __m256i x = h ? _mm512_extracti64x4_epi64(one, 1) : _mm512_castsi512_si256(one);
                __m256i y = h ? _mm512_extracti64x4_epi64(two, 1) : _mm512_castsi512_si256(two);
                _mm512_store_si512(
                    room->values + (((size_t)b * 2 + h) * TILE + r) * 64,
                    _mm512_or_si512(_mm512_cvtepu16_epi32(x), _mm512_slli_epi32(_mm512_cvtepu16_epi32(y), 16)));
            }
        }
    __m512 most = _mm512_set1_ps(60.f), least = _mm512_set1_ps(-60.f);
    float scores[TILE * 32] __attribute__((aligned(64))), found[TILE * HEAD] __attribute__((aligned(64)));
    float total[TILE * TILE] __attribute__((aligned(64)));
    for (int q = 0; q < n; q += TILE) {
        _tile_loadd(4, seen + (size_t)q * stride, stride * 2);
        for (int b = 0; b < pairs; b++) {
            _tile_zero(0);
            _tile_zero(1);
            _tile_loadd(5, room->keys + (size_t)b * 2048, 64);
            _tile_loadd(6, room->keys + (size_t)b * 2048 + 1024, 64);
            _tile_dpbf16ps(0, 4, 5);
            _tile_dpbf16ps(1, 4, 6);
            _tile_stored(0, scores, 128);
            _tile_stored(1, scores + TILE, 128);
            for (int r = 0; r < TILE; r++) {
                __m512 x = _mm512_load_ps(scores + r * 32), y = _mm512_load_ps(scores + r * 32 + TILE);
                x = power(_mm512_min_ps(_mm512_max_ps(x, least), most));
                y = power(_mm512_min_ps(_mm512_max_ps(y, least), most));
                _mm512_store_si512(room->weights + ((size_t)b * TILE + r) * 64, (__m512i)_mm512_cvtne2ps_pbh(y, x));
            }
        }
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
        for (int b = 0; b < pairs; b++) {
            _tile_loadd(5, room->weights + (size_t)b * 1024, 64);
            _tile_loadd(6, room->values + (size_t)b * 2048, 64);
            _tile_loadd(7, room->values + (size_t)b * 2048 + 1024, 64);
            _tile_loadd(4, room->ones[b == pairs - 1], 64);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
            _tile_dpbf16ps(1, 5, 4);
        }
        _tile_stored(1, total, TILE * 4);
        _tile_stored(2, found, HEAD * 4);
        _tile_stored(3, found + TILE, HEAD * 4);
        int rows = n - q < TILE ? n - q : TILE;
        for (int r = 0; r < rows; r++) {
            float *to = out + (size_t)(q + r) * size;
            __m512 sum = _mm512_load_ps(total + r * TILE);
            _mm512_storeu_ps(to, _mm512_div_ps(_mm512_load_ps(found + r * HEAD), sum));
            _mm512_storeu_ps(to + TILE, _mm512_div_ps(_mm512_load_ps(found + r * HEAD + TILE), sum));
        }
    }
}

/* Ones in bfloat16 for the first `many` of 32 pieces. */
static void add_up(uint8_t *tile, int many) {
    uint16_t *to = (uint16_t *)tile;
    for (int k = 0; k < 512; k++) /* [two pieces][16 columns] */
        to[k] = k / 32 * 2 + k % 2 < many ? 0x3f80 : 0;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static uint8_t *workspace;
static size_t reserved;

/* Memory that is kept from call to call; NULL where there is none. */
static uint8_t *reserve(size_t bytes) {
    if (bytes > reserved) {
        free(workspace);
        bytes = (bytes + (1u << 20)) & ~(size_t)4095;
        workspace = aligned_alloc(4096, bytes);
        reserved = workspace ? bytes : 0;
        if (workspace)
            memset(workspace, 0, bytes);
    }
    return workspace;
}

static uint8_t *cut(uint8_t **from, size_t bytes) {
    uint8_t *out = *from;
    *from += (bytes + 63) & ~(size_t)63;
    return out;
}

/* The vectors of `many` windows of word pieces, one after the other (rows, size). 0 when there is no memory. */
TARGET int detente_encode(const Network *net, int many, const int32_t *lengths, const int32_t *ids,
                          const int32_t *kinds, float *hidden) {
    int size = net->size, stride = 3 * size, rows = 0, longest = 0;
    for (int w = 0; w < many; w++) {
        rows += lengths[w];
        longest = lengths[w] > longest ? lengths[w] : longest;
    }
    size_t pieces = (longest + 31) / 32 * 32;
    size_t need = (size_t)(rows + 2 * PANEL) * stride * 2 + (size_t)rows * size * 4 + (size_t)CHUNK * net->broad * 5 +
                  (size_t)CHUNK * size * 4 + pieces * (64 + 64 + 32) + 4096;
    uint8_t *from = reserve(need);
    if (!from)
        return 0;
    uint16_t *seen = (uint16_t *)cut(&from, (size_t)(rows + 2 * PANEL) * stride * 2);
    float *found = (float *)cut(&from, (size_t)rows * size * 4);
    float *broad = (float *)cut(&from, (size_t)CHUNK * net->broad * 4);
    float *more = (float *)cut(&from, (size_t)CHUNK * size * 4);
    Small small;
    small.tiles = cut(&from, (size_t)CHUNK * net->broad);
    Room room;
    room.keys = cut(&from, pieces * 64);
    room.values = cut(&from, pieces * 64);
    room.weights = cut(&from, pieces * 32);
    add_up(room.ones[0], 32);

    float *to = hidden;
    for (int w = 0, k = 0; w < many; w++)
        for (int place = 0; place < lengths[w]; place++, k++, to += size) {
            const int8_t *word = net->words + (size_t)ids[k] * size;
            const float *kind = net->kinds + (size_t)kinds[k] * size, *where = net->places + (size_t)place * size;
            __m512 scale = _mm512_set1_ps(net->word_scale[ids[k]]);
            for (int j = 0; j < size; j += 16) {
                __m512 v = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(word + j))));
                v = _mm512_fmadd_ps(v, scale, _mm512_loadu_ps(kind + j));
                _mm512_storeu_ps(to + j, _mm512_add_ps(v, _mm512_loadu_ps(where + j)));
            }
        }
    normalise(hidden, NULL, rows, size, net->gain, net->shift);
    open_tiles();
    for (int l = 0; l < net->layers; l++) {
        const Layer *layer = net->layer + l;
        for (int r = 0; r < rows; r += CHUNK) {
            int n = rows - r < CHUNK ? rows - r : CHUNK;
            shrink(hidden + (size_t)r * size, n, &layer->seen_by, &small);
            halved(&layer->seen_by, &small, n, seen + (size_t)r * stride);
        }
        for (int w = 0, r = 0; w < many; r += lengths[w++]) {
            add_up(room.ones[1], (lengths[w] + 31) % 32 + 1);
            for (int h = 0; h < net->heads; h++)
                attend(seen + (size_t)r * stride + h * HEAD, lengths[w], size, stride,
                       found + (size_t)r * size + h * HEAD, &room);
        }
        for (int r = 0; r < rows; r += CHUNK) {
            int n = rows - r < CHUNK ? rows - r : CHUNK;
            float *mine = hidden + (size_t)r * size;
            shrink(found + (size_t)r * size, n, &layer->seen, &small);
            plain(&layer->seen, &small, n, more);
            normalise(mine, more, n, size, layer->gain1, layer->shift1);
            shrink(mine, n, &layer->wide, &small);
            curved(&layer->wide, &small, n, broad);
            shrink(broad, n, &layer->narrow, &small);
            plain(&layer->narrow, &small, n, more);
            normalise(mine, more, n, size, layer->gain2, layer->shift2);
        }
    }
    _tile_release();
    return 1;
}

/* A product by itself: (rows, in) to (rows, out). 0 when there is no memory. */
TARGET int detente_multiply(const Product *p, int rows, const float *x, float *out) {
    uint8_t *from = reserve((size_t)CHUNK * p->in + 64);
    if (!from)
        return 0;
    Small small;
    small.tiles = from;
    open_tiles();
    for (int r = 0; r < rows; r += CHUNK) {
        int n = rows - r < CHUNK ? rows - r : CHUNK;
        shrink(x + (size_t)r * p->in, n, p, &small);
        plain(p, &small, n, out + (size_t)r * p->out);
    }
    _tile_release();
    return 1;
}
