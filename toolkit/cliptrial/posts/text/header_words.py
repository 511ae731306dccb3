"""Words in headers of tables of posts: what is counted, and which language they are in."""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COUNTS: Mapping[str, frozenset[str]] = {
    "": _words("views likes shares reposts followers reach impressions reels"),
    "en": _words(
        "view count counts plays play loads like comment comments replies saves saved favorites favourites bookmarks "
        "reached impression clicks viewers visits visitors subscribers follows follower reactions engagements "
        "interactions conversions orders leads sales downloads installs sessions users people viewcount playcount "
        "likecount diggcount sharecount commentcount collectcount"
    ),
    "de": _words(
        "aufrufe aufruf videoaufrufe wiedergaben ansichten zuschauer reichweite impressionen kommentare teilungen "
        "geteilt speicherungen gespeichert klicks linkklicks profilaufrufe abonnenten bestellungen verkäufe besuche "
        "gefällt anzahl reaktionen interaktionen"
    ),
    "fr": _words("vues lectures commentaires partages enregistrements portée abonnés clics visites commandes"),
    "es": _words("visualizaciones reproducciones vistas comentarios compartidos guardados alcance seguidores clics"),
    "pt": _words("visualizações visualizacoes curtidas comentários compartilhamentos salvamentos inscritos cliques"),
    "it": _words("visualizzazioni riproduzioni commenti condivisioni salvataggi copertura clic"),
    "nl": _words("weergaven reacties gedeeld bereik opgeslagen volgers"),
    "pl": _words("wyświetlenia odtworzenia polubienia komentarze udostępnienia zasięg obserwujący"),
    "tr": _words("görüntüleme görüntülenme izlenme beğeni beğeniler yorum yorumlar paylaşım paylaşımlar erişim"),
    "ru": _words("просмотры просмотров лайки комментарии репосты охват сохранения подписчики показы клики"),
    "uk": _words("перегляди вподобання коментарі охоплення поширення збереження"),
    "id": _words("tayangan penayangan suka komentar dibagikan jangkauan pengikut"),
    "vi": _words("lượt xem thích"),
    "sv": _words("visningar gillningar kommentarer delningar räckvidd"),
    "da": _words("visninger delinger rækkevidde"),
    "nb": _words("visninger delinger rekkevidde"),
    "fi": _words("katselut katselukerrat näyttökerrat tykkäykset kommentit jaot"),
    "cs": _words("zhlédnutí zobrazení komentáře sdílení dosah"),
    "hu": _words("megtekintések kedvelések hozzászólások megosztások elérés"),
    "ro": _words("vizualizări aprecieri comentarii distribuiri"),
    "el": _words("προβολές σχόλια κοινοποιήσεις"),
    "bg": _words("гледания харесвания коментари споделяния"),
    "ja": _words("再生数 再生回数 視聴回数 いいね コメント コメント数 シェア 保存"),
    "ko": _words("조회수 좋아요 댓글 공유 저장"),
    "zh": _words("播放量 播放 观看 观看量 點閱 觀看次數 点赞 点赞数 评论 评论数 分享 收藏"),
    "th": _words("ยอดดู ยอดวิว ไลก์"),
    "ar": _words("المشاهدات مشاهدات الإعجابات التعليقات"),
}
"""By language: single words of headers above whole numbers; those under "" are used everywhere and tell no language."""

OTHERS: Mapping[str, frozenset[str]] = {
    "en": _words("date day time posted posting published arm hook variant title caption link sound month weekday week"),
    "de": _words(
        "datum uhrzeit zeit veröffentlicht veröffentlichungszeitpunkt einstieg titel beitrag wochentag "
        "monat konto wiedergabezeit wiedergabedauer umsatz kosten erlös gruppe durchschnittliche länge dauer"
    ),
    "fr": _words("heure jour titre publié publication mois dépenses durée accroche"),
    "es": _words("fecha hora día título publicación mes gasto duración"),
    "pt": _words("conteúdo título horário publicação duração gasto receita mês dia"),
    "it": _words("ora giorno titolo pubblicazione durata spesa mese"),
    "nl": _words("tijd dag titel gepubliceerd duur maand"),
    "pl": _words("godzina dzień tytuł czas opublikowano miesiąc"),
    "tr": _words("tarih saat başlık süre gün ay"),
    "ru": _words("дата время день название заголовок длительность месяц"),
    "uk": _words("час день назва тривалість місяць"),
    "id": _words("tanggal waktu judul hari durasi"),
    "vi": _words("ngày giờ tiêu đề"),
    "sv": _words("tid dag titel publicerad månad"),
    "da": _words("dato tid titel måned"),
    "nb": _words("dato klokkeslett tittel måned"),
    "fi": _words("päivämäärä aika otsikko julkaistu"),
    "cs": _words("datum čas název měsíc"),
    "hu": _words("dátum idő cím közzététel"),
    "ro": _words("dată ora titlu"),
    "el": _words("ημερομηνία ώρα τίτλος"),
    "bg": _words("дата час заглавие"),
    "ja": _words("日付 日時 投稿日 投稿日時 タイトル"),
    "ko": _words("날짜 시간 제목 게시일"),
    "zh": _words("日期 时间 時間 标题 標題 发布时间"),
    "th": _words("วันที่ เวลา ชื่อ"),
    "ar": _words("التاريخ الوقت العنوان"),
}
"""By language: other words of headers."""

AVERAGES = _words(
    "average avg mean rate ratio percentage percent ctr cpm cpc per durchschnitt durchschnittliche durchschnittlich "
    "quote rate anteil mittelwert schnitt moyenne moyen taux promedio tasa média taxa tasso gemiddelde "
    "średnia ortalama oran средний среднее доля"
)
"""Words of headers above numbers with decimals."""

VIEWS = _words(
    "views view plays playcount viewcount aufrufe aufruf videoaufrufe wiedergaben vues "
    "visualizaciones reproducciones visualizações visualizacoes visualizzazioni riproduzioni "
    "weergaven wyświetlenia odtworzenia görüntüleme izlenme görüntülenme просмотры просмотров "
    "перегляди tayangan penayangan xem visningar visninger katselut zhlédnutí megtekintések "
    "vizualizări προβολές гледания 再生数 再生回数 視聴回数 조회수 播放量 观看量 ยอดดู ยอดวิว المشاهدات مشاهدات"
)
"""Words of headers above views, in every language."""
LIKES = _words(
    "likes like likecount diggcount gefällt curtidas polubienia beğeni beğeniler лайки вподобання suka thích "
    "gillningar tykkäykset kedvelések aprecieri харесвания いいね 좋아요 点赞 点赞数 ไลก์ الإعجابات"
)
"""Words of headers above likes, of which nobody can give more than one."""
REACTIONS = _words(
    "comments comment commentcount shares share sharecount saves saved favorites favourites bookmarks collectcount "
    "kommentare teilungen geteilt speicherungen gespeichert commentaires partages enregistrements comentarios "
    "compartidos guardados comentários compartilhamentos salvamentos commenti condivisioni salvataggi komentarze "
    "udostępnienia yorum paylaşım комментарии репосты сохранения"
)
"""Words of headers above what else viewers do with a post."""
