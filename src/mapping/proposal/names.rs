//! The names of columns, in the languages people name them in.

/// A line for each thing that can be placed: a template, the types that can hold
/// it, and the names of the columns that are meant for it, best first. Where a type
/// needs another template, a line of its own says so.
pub(super) const NAMES: &str = late!(
    "
{{url}}|url|url,link,address,source url,page url,web address,source,web,website,webpage,page,adresse,webadresse,weblink,lien,enlace,dirección,\
endereço,indirizzo,collegamento,ссылка,адрес,посилання,リンク,アドレス,링크,주소,链接,網址,网址,連結,رابط,קישור,bağlantı,लिंक
{{description}}|rich_text|description,summary,excerpt,abstract,about,notes,note,comment,comments,beschreibung,\
zusammenfassung,notizen,notiz,résumé,descriptif,descripción,resumen,descrição,resumo,descrizione,riassunto,описание,заметки,опис,\
説明,概要,要約,メモ,설명,요약,메모,描述,摘要,简介,簡介,說明,وصف,ملخص,תיאור,açıklama,özet,विवरण
{{tags}}|multi_select|tags,tag,labels,label,topics,topic,keywords,categories,category,subjects,schlagwörter,schlagworte,stichwörter,\
themen,kategorien,étiquettes,mots clés,catégories,thèmes,etiquetas,palabras clave,categorías,temas,palavras chave,categorias,\
etichette,tag,parole chiave,categorie,теги,метки,мітки,タグ,カテゴリ,カテゴリー,태그,카테고리,标签,標籤,分类,分類,وسوم,تصنيفات,תגיות,etiketler,टैग
{{author}}|rich_text multi_select select|author,authors,author(s),by,byline,writer,writers,creator,written by,autor,autorin,autoren,\
autor in,verfasser,verfasserin,auteur,auteurs,autrice,autora,autores,autore,autori,著者,作者,筆者,저자,작성자,글쓴이,автор,авторы,автори,المؤلف,الكاتب,מחבר,\
yazar,लेखक
{{published}}|date|published,publication date,date published,published date,publish date,pub date,published on,published at,release date,\
released,posted,posted on,date posted,article date,veröffentlicht,veröffentlicht am,erschienen,erschienen am,veröffentlichungsdatum,erscheinungsdatum,publié,\
publié le,date de publication,date de parution,publicado,publicado en,fecha de publicación,data de publicação,publicado em,pubblicato,\
pubblicato il,data di pubblicazione,公開日,発行日,出版日,掲載日,投稿日,게시일,발행일,출판일,발표일,发布日期,发布时间,發布日期,發佈日期,出版日期,发表日期,發表日期,\
опубликовано,дата публикации,опубліковано,дата публікації,تاريخ النشر,תאריך פרסום,yayın tarihi,yayımlanma tarihi,प्रकाशन तिथि,प्रकाशन की तारीख
{{saved}}|date|added,saved,clipped,captured,bookmarked,collected,date added,date saved,added on,saved on,added at,saved at,clipped at,\
save date,capture date,hinzugefügt,hinzugefügt am,gespeichert,gespeichert am,erfasst,erfasst am,ajouté,ajouté le,date d'ajout,enregistré,enregistré le,añadido,agregado,\
guardado,fecha de guardado,fecha de adición,añadido el,adicionado,adicionado em,salvo,salvo em,data de adição,aggiunto,aggiunto il,salvato,salvato il,追加日,保存日,登録日,\
추가일,저장일,등록일,添加日期,添加时间,保存日期,收藏日期,收藏时间,新增日期,加入日期,儲存日期,добавлено,дата добавления,сохранено,додано,збережено,дата додавання,\
تاريخ الإضافة,תאריך הוספה,eklendi,eklenme tarihi,जोड़ा गया
{{modified}}|date|modified,updated,last updated,date modified,last modified,updated on,updated at,aktualisiert,geändert,mis à jour,modifié,\
actualizado,modificado,atualizado,aggiornato,modificato,更新日,수정일,更新日期,修改日期,обновлено,изменено,оновлено,آخر تحديث,עודכן,güncellendi
{{site}}|rich_text select multi_select|site,site name,website,source,publisher,publication,outlet,magazine,newspaper,blog,quelle,webseite,website,herausgeber,verlag,\
medium,site web,éditeur,fuente,sitio,sitio web,editorial,fonte,sito,sito web,editora,editore,サイト,サイト名,出典,媒体,ソース,사이트,출처,网站,網站,来源,來源,\
出处,сайт,источник,джерело,المصدر,الموقع,מקור,אתר,kaynak,site adı,स्रोत
{{host}}|rich_text select multi_select|domain,host,hostname,domäne,domaine,dominio,domínio,ドメイン,도메인,域名,網域,домен,النطاق,alan adı
{{image}}|files url|cover,cover image,image,picture,thumbnail,lead image,hero image,photo,preview,image url,cover url,thumbnail url,bild,titelbild,vorschaubild,couverture,\
vignette,imagen,portada,imagem,capa,miniatura,immagine,copertina,画像,サムネイル,カバー,이미지,썸네일,표지,图片,封面,圖片,缩略图,縮圖,изображение,\
обложка,картинка,зображення,обкладинка,صورة,תמונה,görsel,kapak,चित्र
{{favicon}}|files url|icon,favicon,logo,icône,icono,ícone,icona,アイコン,아이콘,图标,圖示,иконка,значок
{{kind}}|select multi_select|type,kind,content type,format,media,media type,medium,category,typ,art,inhaltstyp,kategorie,genre,catégorie,tipo,categoría,categoria,\
種類,タイプ,形式,유형,종류,类型,類型,种类,тип,вид,نوع,סוג,tür,प्रकार
{{minutes}}|number|reading time,read time,time to read,minutes,reading time (min),minutes to read,lesezeit,lesedauer,minuten,temps de lecture,durée de lecture,\
tiempo de lectura,minutos,tempo de leitura,tempo di lettura,minuti,読了時間,読書時間,읽는 시간,읽기 시간,阅读时间,阅读时长,閱讀時間,время чтения,час читання,\
وقت القراءة,זמן קריאה,okuma süresi,पढ़ने का समय
{{words}}|number|words,word count,wörter,wortzahl,wortanzahl,mots,nombre de mots,palabras,palavras,parole,文字数,単語数,단어 수,글자 수,字数,字數,слов,слова,\
количество слов,кількість слів,عدد الكلمات,מילים,kelime sayısı
{{language}}|select rich_text multi_select|language,lang,sprache,langue,idioma,língua,lingua,言語,언어,语言,語言,язык,мова,اللغة,שפה,dil,भाषा
{{doi}}|rich_text|doi
https://doi.org/{{doi}}|url|doi,doi url,doi link
{{journal}}|rich_text select multi_select|journal,venue,conference,published in,proceedings,journal / conference,zeitschrift,fachzeitschrift,konferenz,revue,conférence,revista,\
congreso,conferência,rivista,conferenza,ジャーナル,雑誌,学術誌,学会,저널,학술지,학회,期刊,会议,會議,журнал,конференция,مجلة,כתב עת,dergi
{{year}}|number rich_text select|year,publication year,year published,pub year,jahr,erscheinungsjahr,année,année de publication,año,ano,anno,年,出版年,発行年,연도,발행 연도,年份,出版年份,\
год,год публикации,рік,سنة,שנה,yıl,वर्ष
{{price}}|number rich_text|price,cost,preis,kosten,prix,precio,coste,preço,prezzo,価格,値段,가격,价格,價格,цена,ціна,السعر,מחיר,fiyat,कीमत
{{currency}}|select rich_text|currency,währung,devise,monnaie,moneda,divisa,moeda,valuta,通貨,통화,货币,貨幣,幣別,валюта,العملة,מטבע,para birimi,मुद्रा
{{channel}}|rich_text select multi_select|channel,youtube channel,youtuber,kanal,chaîne,canal,canale,チャンネル,채널,频道,頻道,канал,قناة,ערוץ
{{length}}|rich_text|length,duration,runtime,video length,länge,dauer,laufzeit,durée,duración,duração,durata,長さ,再生時間,길이,재생 시간,时长,時長,\
длительность,продолжительность,тривалість,المدة,משך,süre,अवधि
{{stars}}|number|stars,github stars,sterne,étoiles,estrellas,estrelas,stelle,スター,スター数,스타,星数,星標,звёзды,зірки,yıldız
{{code-language}}|select rich_text multi_select|programming language,code language,main language,programmiersprache,langage,langage de programmation,lenguaje,\
lenguaje de programación,linguagem,linguagem de programação,linguaggio,プログラミング言語,프로그래밍 언어,编程语言,程式語言,язык программирования,мова програмування
{{isbn}}|rich_text|isbn,isbn 13
{{selection}}|rich_text|quote,quotes,highlight,highlights,selection,zitat,zitate,markierung,citation,cita,citas,citação,citazione,引用,ハイライト,인용,하이라이트,\
引文,摘录,цитата,цитаты,اقتباس,ציטוט,alıntı,उद्धरण
"
);
